using FineTune.Tokenizers.Json;

namespace FineTune.Tokenizers.Decoders;

/// <summary>All decoders that a <c>tokenizer.json</c> can name.</summary>
internal static class DecoderRegistry
{
    /// <summary>One row a component.</summary>
    public static IReadOnlyList<ComponentEntry<IDecoder>> All { get; } =
    [
        new("ByteLevel", ByteLevelDecoder.Read),
        new("WordPiece", WordPieceDecoder.Read),
        new("Metaspace", MetaspaceDecoder.Read),
        new("BPEDecoder", BpeDecoder.Read),
        new("ByteFallback", _ => new ByteFallbackDecoder()),
        new("CTC", CtcDecoder.Read),
        new("Fuse", _ => new FuseDecoder()),
        new("Replace", ReplaceDecoder.Read),
        new("Strip", StripDecoder.Read),
        new("Sequence", DecoderSequence.Read),
    ];
}
