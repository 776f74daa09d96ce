using System.Text.Json;
using FineTune.Tokenizers.Json;

namespace FineTune.Tokenizers.Models;

/// <summary>All models that a <c>tokenizer.json</c> can name.</summary>
internal static class ModelRegistry
{
    /// <summary>One row a component.</summary>
    public static IReadOnlyList<ComponentEntry<IModel>> All { get; } =
    [
        new("BPE", BpeModel.Read),
        new("WordPiece", WordPieceModel.Read),
        new("Unigram", UnigramModel.Read),
        new("WordLevel", WordLevelModel.Read),
    ];

    /// <summary>Reads a model; one of a file older than the member <c>type</c> is told by what it has.</summary>
    public static IModel? Read(JsonNode json)
    {
        if (!json.IsObject || json.Find("type") is not null)
            return ComponentReader.Read(All, json);
        if (json.Find("merges") is not null)
            return BpeModel.Read(json);
        if (json.Find("vocab") is { Element.ValueKind: JsonValueKind.Array })
            return UnigramModel.Read(json);
        return json.Find("continuing_subword_prefix") is not null ? WordPieceModel.Read(json) : WordLevelModel.Read(json);
    }
}
