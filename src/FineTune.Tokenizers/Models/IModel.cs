using System.Text.Json;

namespace FineTune.Tokenizers.Models;

/// <summary>Turns one piece of text into tokens. Safe to use from any number of threads.</summary>
internal interface IModel
{
    /// <summary>The model's own tokens, without added ones.</summary>
    Vocabulary Vocabulary { get; }

    /// <summary>The token for what the vocabulary cannot express, if the model has one.</summary>
    string? UnkToken { get; }

    /// <summary>Whether <see cref="Tokenize"/> can read pieces whose bytes count as written in the byte alphabet.</summary>
    bool ReadsByteLevel => false;

    /// <summary>Whether the same piece always gives the same tokens.</summary>
    bool IsDeterministic => true;

    /// <summary>The id whose tokens are shown as the text they stand for, or -1.</summary>
    int SurfaceId => -1;

    /// <summary>
    /// The end of a part of <paramref name="piece"/> from <paramref name="start"/> on that can be tokenized by itself
    /// with the same result.
    /// </summary>
    int PartEnd(ReadOnlySpan<byte> piece, int start, bool isByteLevel) => piece.Length;

    /// <summary>Tokenizes <paramref name="piece"/>, well-formed UTF-8 and not empty.</summary>
    /// <param name="piece">The piece.</param>
    /// <param name="isByteLevel">Whether its bytes count as written in the byte alphabet.</param>
    /// <param name="tokens">Where the tokens are appended, in order.</param>
    void Tokenize(ReadOnlySpan<byte> piece, bool isByteLevel, TokenList tokens);

    /// <summary>Writes the component as it stands in <c>tokenizer.json</c>.</summary>
    void Write(Utf8JsonWriter json);
}
