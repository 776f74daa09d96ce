using FineTune.Tokenizers.Json;

namespace FineTune.Tokenizers.PreTokenizers;

/// <summary>All pre-tokenizers that a <c>tokenizer.json</c> can name.</summary>
internal static class PreTokenizerRegistry
{
    /// <summary>One row a component.</summary>
    public static IReadOnlyList<ComponentEntry<IPreTokenizer>> All { get; } =
    [
        new("BertPreTokenizer", _ => new BertPreTokenizer()),
    ];
}
