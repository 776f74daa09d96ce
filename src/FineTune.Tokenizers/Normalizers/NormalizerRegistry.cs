using FineTune.Tokenizers.Json;

namespace FineTune.Tokenizers.Normalizers;

/// <summary>All normalizers that a <c>tokenizer.json</c> can name.</summary>
internal static class NormalizerRegistry
{
    /// <summary>One row a component.</summary>
    public static IReadOnlyList<ComponentEntry<INormalizer>> All { get; } =
    [
        new("BertNormalizer", BertNormalizer.Read),
    ];
}
