using FineTune.Tokenizers.Json;

namespace FineTune.Tokenizers.Models;

/// <summary>All models that a <c>tokenizer.json</c> can name.</summary>
internal static class ModelRegistry
{
    /// <summary>One row a component.</summary>
    public static IReadOnlyList<ComponentEntry<IModel>> All { get; } =
    [
        new("WordPiece", WordPieceModel.Read),
    ];
}
