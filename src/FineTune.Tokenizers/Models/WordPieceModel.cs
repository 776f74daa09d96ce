using System.Text.Json;
using FineTune.Tokenizers.Json;
using FineTune.Tokenizers.Unicode;

namespace FineTune.Tokenizers.Models;

/// <summary>
/// Greedy longest match from the left; tokens inside a word carry a prefix. A word with any part unknown is
/// unknown as a whole. arXiv:1609.08144.
/// </summary>
internal sealed class WordPieceModel : IModel
{
    private const int StackBytes = 512;

    private readonly byte[] _prefix;
    private readonly int _maxChars;
    private readonly int _unkId;

    /// <summary>Builds the model over a frozen vocabulary.</summary>
    /// <param name="vocabulary">The tokens.</param>
    /// <param name="unkToken">The token for unknown words.</param>
    /// <param name="prefix">What tokens inside a word begin with, <c>##</c> in BERT.</param>
    /// <param name="maxChars">A word of more code points is unknown.</param>
    public WordPieceModel(Vocabulary vocabulary, string unkToken, string prefix, int maxChars)
    {
        Vocabulary = vocabulary;
        UnkToken = unkToken;
        _prefix = TextEncoding.UTF8.GetBytes(prefix);
        _maxChars = maxChars;
        _unkId = vocabulary.Find(unkToken) ?? -1;
    }

    /// <inheritdoc/>
    public Vocabulary Vocabulary { get; }

    /// <inheritdoc/>
    public string UnkToken { get; }

    /// <summary>Reads the component from <c>tokenizer.json</c>.</summary>
    public static WordPieceModel Read(JsonNode json) => new(
        VocabularyJson.Read(json, "vocab"),
        json.String("unk_token", "[UNK]"),
        json.String("continuing_subword_prefix", "##"),
        json.Int("max_input_chars_per_word", 100));

    /// <inheritdoc/>
    public void Tokenize(ReadOnlySpan<byte> piece, bool isByteLevel, TokenList tokens)
    {
        var first = tokens.Count;
        if (HasMoreThan(_maxChars, piece) || !TryTokenize(piece, tokens))
        {
            tokens.Truncate(first);
            if (_unkId < 0)
                throw TokenizerException.NoUnknownToken(UnkToken, TextEncoding.UTF8.GetString(piece));
            tokens.Add(new TokenSpan(_unkId, 0, piece.Length));
        }
    }

    /// <inheritdoc/>
    public void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("type", "WordPiece");
        json.WriteString("unk_token", UnkToken);
        json.WriteString("continuing_subword_prefix", _prefix);
        json.WriteNumber("max_input_chars_per_word", _maxChars);
        VocabularyJson.Write(json, "vocab", Vocabulary);
        json.WriteEndObject();
    }

    private bool TryTokenize(ReadOnlySpan<byte> piece, TokenList tokens)
    {
        // The word, with room in front for the prefix: before each token but the first, the prefix is written over
        // what has been consumed, so that the look-up needs no copy.
        var size = _prefix.Length + piece.Length;
        var word = size <= StackBytes ? stackalloc byte[StackBytes] : new byte[size];
        piece.CopyTo(word[_prefix.Length..]);
        for (var at = 0; at < piece.Length;)
        {
            if (at > 0)
                _prefix.CopyTo(word[at..]);
            var from = at > 0 ? at : _prefix.Length;
            var end = LongestEnd(word[from..size], piece.Length - at, out var id);
            if (end == 0)
                return false;
            tokens.Add(new TokenSpan(id, at, at + end));
            at += end;
        }
        return true;
    }

    /// <summary>Finds the longest token at the start of <paramref name="text"/>, of whose bytes only the last <paramref name="free"/> belong to the word.</summary>
    private int LongestEnd(ReadOnlySpan<byte> text, int free, out int id)
    {
        var fixedBytes = text.Length - free;
        for (var end = Math.Min(text.Length, Vocabulary.LongestToken); end > fixedBytes; end--)
        {
            if (end < text.Length && CodePoint.IsContinuation(text[end]))
                continue;
            if (Vocabulary.TryGetId(text[..end], out id))
                return end - fixedBytes;
        }
        id = -1;
        return 0;
    }

    private static bool HasMoreThan(int limit, ReadOnlySpan<byte> piece)
    {
        if (piece.Length <= limit)
            return false;
        var count = 0;
        for (var at = 0; at < piece.Length && count <= limit; count++)
            at += CodePoint.LengthOf(piece[at]);
        return count > limit;
    }
}
