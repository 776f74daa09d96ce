using FineTune.Tokenizers.Models;
using FineTune.Tokenizers.Normalizers;
using FineTune.Tokenizers.Text;
using FineTune.Tokenizers.Unicode;

namespace FineTune.Tokenizers.AddedTokens;

/// <summary>The added tokens of a tokenizer: their ids, and finding them in a text.</summary>
internal sealed class AddedVocabulary
{
    private readonly Dictionary<string, int> _idOf = [];
    private readonly Dictionary<int, AddedToken> _tokenOf = [];
    private readonly HashSet<string> _special = [];
    private readonly Dictionary<int, string> _normalizedForm = [];
    private readonly AddedTokenMatcher _inOriginal;
    private readonly AddedTokenMatcher _inNormalized;

    /// <summary>Gives each token its id and prepares the search.</summary>
    /// <param name="tokens">The tokens; one the model knows keeps the model's id, any other gets the next free one.</param>
    /// <param name="model">The model's vocabulary.</param>
    /// <param name="normalizer">What normalises the tokens that are matched in normalised text.</param>
    public AddedVocabulary(IEnumerable<AddedToken> tokens, Vocabulary model, INormalizer? normalizer)
    {
        var nextId = model.Count;
        foreach (var token in tokens.Where(t => t.Content.Length > 0))
        {
            if (!_idOf.TryGetValue(token.Content, out var id))
                id = model.Find(token.Content) ?? nextId++;
            _idOf[token.Content] = id;
            _tokenOf[id] = token;
            if (token.Special)
                _special.Add(token.Content);
        }
        var patterns = _tokenOf.OrderBy(t => t.Key).ToLookup(t => t.Value.Normalized, t => (Pattern(t, normalizer), t.Key));
        _inOriginal = new AddedTokenMatcher([.. patterns[false].Where(p => p.Item1.Length > 0)]);
        _inNormalized = new AddedTokenMatcher([.. patterns[true].Where(p => p.Item1.Length > 0)]);
    }

    /// <summary>All added tokens, by ascending id.</summary>
    public IEnumerable<KeyValuePair<int, AddedToken>> ById => _tokenOf.OrderBy(t => t.Key);

    /// <summary>The id of the added token <paramref name="content"/>.</summary>
    public bool TryGetId(string content, out int id) => _idOf.TryGetValue(content, out id);

    /// <summary>
    /// The token with this id as decoding sees it: in its normalised form where it is matched in normalised text.
    /// </summary>
    public string? TokenOf(int id) =>
        _tokenOf.TryGetValue(id, out var token) ? _normalizedForm.GetValueOrDefault(id, token.Content) : null;

    /// <summary>Whether decoding without special tokens leaves out <paramref name="token"/>.</summary>
    public bool IsSpecial(string token) => _special.Contains(token);

    /// <summary>Whether the token with this id is an added special one.</summary>
    public bool IsSpecial(int id) => _tokenOf.TryGetValue(id, out var token) && token.Special;

    /// <summary>Cuts the tokens that are matched as they stand out of <paramref name="text"/>.</summary>
    public void SplitOriginal(ReadOnlySpan<byte> text, List<Piece> pieces) => Split(text, _inOriginal, pieces);

    /// <summary>Cuts the tokens that are matched in normalised form out of <paramref name="text"/>.</summary>
    public void SplitNormalized(ReadOnlySpan<byte> text, List<Piece> pieces) => Split(text, _inNormalized, pieces);

    private byte[] Pattern(KeyValuePair<int, AddedToken> token, INormalizer? normalizer)
    {
        var content = TextEncoding.UTF8.GetBytes(token.Value.Content);
        if (!token.Value.Normalized || normalizer is null)
            return content;
        var text = new NormalizedText();
        text.Reset(content, 0, tracked: false);
        normalizer.Normalize(text);
        var normalized = text.Span.ToArray();
        if (!normalized.AsSpan().SequenceEqual(content))
            _normalizedForm[token.Key] = TextEncoding.UTF8.GetString(normalized);
        return normalized;
    }

    private void Split(ReadOnlySpan<byte> text, AddedTokenMatcher matcher, List<Piece> pieces)
    {
        var done = 0;
        for (var from = 0; matcher.Find(text, from, out var end, out var id) is var start and >= 0;)
        {
            from = end;
            var token = _tokenOf[id];
            if (token.SingleWord && !IsWholeWord(text, start, end))
                continue;
            if (token.LStrip)
                start = Math.Max(start - Whitespace.CountAtEnd(text[..start]), done);
            if (token.RStrip)
                end += Whitespace.CountAtStart(text[end..]);
            if (done < start)
                pieces.Add(new Piece(done, start));
            pieces.Add(new Piece(start, end, id));
            done = end;
        }
        if (done < text.Length)
            pieces.Add(new Piece(done, text.Length));
    }

    private static bool IsWholeWord(ReadOnlySpan<byte> text, int start, int end) =>
        (start == 0 || !UnicodeData.Word.Contains(CodePoint.ReadBefore(text, start, out _)))
        && (end == text.Length || !UnicodeData.Word.Contains(CodePoint.Read(text, end, out _)));
}
