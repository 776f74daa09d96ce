using System.Runtime.InteropServices;

namespace FineTune.Tokenizers;

/// <summary>
/// Decodes ids one by one, as they are generated, and hands out text as soon as it is certain: never half a
/// character, and with the spaces that decoding everything at once would give.
/// </summary>
/// <remarks>Made by <see cref="Tokenizer.NewStreamingDecoder"/>. Belongs to one thread.</remarks>
public sealed class StreamingDecoder
{
    private const char Incomplete = '\uFFFD';

    private readonly Tokenizer _tokenizer;
    private readonly bool _skipSpecialTokens;
    private readonly List<int> _ids = [];
    private string _prefix = "";
    private int _prefixCount;

    internal StreamingDecoder(Tokenizer tokenizer, bool skipSpecialTokens)
    {
        _tokenizer = tokenizer;
        _skipSpecialTokens = skipSpecialTokens;
    }

    /// <summary>Takes the next id.</summary>
    /// <returns>The text that has become certain; empty while more ids are needed.</returns>
    public string Add(int id)
    {
        if (_prefix.Length == 0 && _ids.Count > 0)
            NotePrefix();
        _ids.Add(id);
        var text = Decode();
        if (text.Length <= _prefix.Length || text.EndsWith(Incomplete))
            return "";
        // Only what surrounds the newest text is kept: decoding is a matter of a few ids, however long the stream.
        var added = text.StartsWith(_prefix, StringComparison.Ordinal) ? text[_prefix.Length..] : text;
        var kept = _ids.Count - _prefixCount;
        _ids.RemoveRange(0, _prefixCount);
        _prefix = Decode();
        _prefixCount = kept;
        return added;
    }

    /// <summary>Hands out what is still held back, even if it is half a character.</summary>
    public string Finish()
    {
        var text = Decode();
        _ids.Clear();
        var rest = text.StartsWith(_prefix, StringComparison.Ordinal) ? text[_prefix.Length..] : text;
        (_prefix, _prefixCount) = ("", 0);
        return rest;
    }

    private void NotePrefix()
    {
        var text = Decode();
        if (text.EndsWith(Incomplete))
            return;
        _prefix = text;
        _prefixCount = _ids.Count;
    }

    private string Decode() =>
        _tokenizer.Decode(CollectionsMarshal.AsSpan(_ids), _skipSpecialTokens, cleanUp: false);
}
