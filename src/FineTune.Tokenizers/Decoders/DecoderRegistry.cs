using FineTune.Tokenizers.Json;

namespace FineTune.Tokenizers.Decoders;

/// <summary>All decoders that a <c>tokenizer.json</c> can name.</summary>
internal static class DecoderRegistry
{
    /// <summary>One row a component.</summary>
    public static IReadOnlyList<ComponentEntry<IDecoder>> All { get; } =
    [
        new("WordPiece", WordPieceDecoder.Read),
    ];
}
