using System.Text.Json;
using FineTune.Tokenizers.Json;

namespace FineTune.Tokenizers.Models;

/// <summary>Whole words: a piece is a token or unknown.</summary>
internal sealed class WordLevelModel(Vocabulary vocabulary, string unkToken) : IModel
{
    private readonly int _unkId = vocabulary.Find(unkToken) ?? -1;

    /// <inheritdoc/>
    public Vocabulary Vocabulary => vocabulary;

    /// <inheritdoc/>
    public string UnkToken => unkToken;

    /// <summary>Reads the component from <c>tokenizer.json</c>.</summary>
    public static WordLevelModel Read(JsonNode json) =>
        new(VocabularyJson.Read(json, "vocab"), json.String("unk_token", "<unk>"));

    /// <inheritdoc/>
    public void Tokenize(ReadOnlySpan<byte> piece, bool isByteLevel, TokenList tokens)
    {
        if (!vocabulary.TryGetId(piece, out var id))
            id = _unkId;
        if (id < 0)
            throw TokenizerException.NoUnknownToken(unkToken, TextEncoding.UTF8.GetString(piece));
        tokens.Add(new TokenSpan(id, 0, piece.Length));
    }

    /// <inheritdoc/>
    public void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("type", "WordLevel");
        VocabularyJson.Write(json, "vocab", vocabulary);
        json.WriteString("unk_token", unkToken);
        json.WriteEndObject();
    }
}
