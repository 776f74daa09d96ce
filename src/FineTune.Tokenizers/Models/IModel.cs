using System.Text.Json;

namespace FineTune.Tokenizers.Models;

/// <summary>Turns one piece of text into tokens.</summary>
internal interface IModel
{
    /// <summary>The model's own tokens, without added ones.</summary>
    Vocabulary Vocabulary { get; }

    /// <summary>The token for what the vocabulary cannot express, if the model has one.</summary>
    string? UnkToken { get; }

    /// <summary>Tokenizes <paramref name="piece"/>, well-formed UTF-8 and not empty.</summary>
    /// <param name="piece">The piece.</param>
    /// <param name="tokens">Where the tokens are appended, in order.</param>
    void Tokenize(ReadOnlySpan<byte> piece, TokenList tokens);

    /// <summary>Writes the component as it stands in <c>tokenizer.json</c>.</summary>
    void Write(Utf8JsonWriter json);
}
