using System.Text;
using FineTune.Tokenizers;

namespace FineTune.Generation;

/// <summary>Turns the tokens of one text into pieces of it as they come: never half a character, and never a part of a
/// stop string.</summary>
public sealed class StreamedText
{
    // As many tokens of the prompt as settle whether a space stands between it and the text.
    private const int Context = 8;

    private readonly StreamingDecoder _decoder;
    private readonly IReadOnlyList<string> _stopStrings;
    private readonly StringBuilder _held = new();

    /// <summary>Begins a text.</summary>
    /// <param name="tokenizer">Decodes.</param>
    /// <param name="stopStrings">Texts that end it.</param>
    /// <param name="prompt">What the text continues, so that it begins with a space where there is one; empty for a
    /// text of its own, such as an answer.</param>
    public StreamedText(Tokenizer tokenizer, IReadOnlyList<string> stopStrings, ReadOnlySpan<int> prompt)
    {
        _decoder = tokenizer.NewStreamingDecoder(skipSpecialTokens: true);
        _stopStrings = stopStrings;
        foreach (var id in prompt[Math.Max(0, prompt.Length - Context)..])
        {
            _decoder.Add(id);
        }
    }

    /// <summary>Whether a stop string has occurred; what follows is no part of the text.</summary>
    public bool Stopped { get; private set; }

    /// <summary>Takes the next token.</summary>
    /// <returns>The text that has become certain; empty while more tokens are needed.</returns>
    public string Add(int id) => Stopped ? "" : Release(_decoder.Add(id), atEnd: false);

    /// <summary>Ends the text.</summary>
    /// <returns>What was held back.</returns>
    public string Finish() => Stopped ? "" : Release(_decoder.Finish(), atEnd: true);

    private string Release(string text, bool atEnd)
    {
        if (_stopStrings.Count == 0)
        {
            return text;
        }
        var all = _held.Append(text).ToString();
        var found = _stopStrings.Select(s => all.IndexOf(s, StringComparison.Ordinal)).Where(i => i >= 0).ToList();
        Stopped = found.Count > 0;
        var certain = Stopped ? found.Min() : atEnd ? all.Length : all.Length - LongestBegin(all);
        _held.Remove(0, certain);
        return all[..certain];
    }

    /// <summary>Length of the longest end of a text that begins a stop string.</summary>
    private int LongestBegin(string text)
    {
        var longest = Math.Min(text.Length, _stopStrings.Max(s => s.Length) - 1);
        for (var length = longest; length > 0; length--)
        {
            var end = text.AsSpan(text.Length - length);
            foreach (var stop in _stopStrings)
            {
                if (stop.AsSpan().StartsWith(end, StringComparison.Ordinal))
                {
                    return length;
                }
            }
        }
        return 0;
    }
}
