using System.Security.Cryptography;
using System.Text.Json.Nodes;
using FineTune.Formats;
using FineTune.Peft;

namespace FineTune.Recipes;

/// <summary>What a merged folder remembers of the adapters in its weights, in a file that transformers leaves alone, so that
/// none is merged in twice.</summary>
internal static class MergeTrace
{
    /// <summary>The file's name.</summary>
    public const string FileName = "merged_adapters.json";

    private const string Adapters = "adapters";
    private const string Hash = "sha256";
    private const string Folder = "path";

    /// <summary>Notes what was merged: an adapter, and whatever its base model was made of.</summary>
    /// <param name="output">The merged folder.</param>
    /// <param name="adapter">The adapter.</param>
    /// <param name="baseModel">The folder of the weights that it was merged into.</param>
    public static void Write(string output, AdapterFolder adapter, string baseModel)
    {
        var list = Entries(baseModel);
        list.Add(new JsonObject
        {
            [Folder] = adapter.Path,
            ["peft_type"] = adapter.Config.PeftType,
            ["base_model_name_or_path"] = adapter.BaseModel,
            [Hash] = HashOf(adapter),
        });
        HfJson.Write(Path.Combine(output, FileName), new JsonObject { [Adapters] = list });
    }

    /// <summary>The folders of the adapters in a model's weights; none for a model that is not known to be merged.</summary>
    public static IReadOnlyList<string> AdaptersIn(string model) =>
        [.. Entries(model).Select(entry => (string?)entry?[Folder] ?? "an adapter")];

    /// <summary>Refuses to put an adapter on a model that it was merged into.</summary>
    /// <exception cref="PeftException">It was.</exception>
    public static void RefuseTwice(AdapterFolder adapter, string baseModel)
    {
        var entries = Entries(baseModel);
        if (entries.Count > 0 && HashOf(adapter) is var hash && entries.Any(entry => (string?)entry?[Hash] == hash))
        {
            throw PeftException.MergedBefore(adapter.Path, baseModel, adapter.BaseModel);
        }
    }

    // The entries are to be put into another file: a copy of them.
    private static JsonArray Entries(string model)
    {
        var file = Path.Combine(model, FileName);
        return File.Exists(file) && HfJson.Read(file)[Adapters] is JsonArray list ? list.DeepClone().AsArray() : [];
    }

    private static string HashOf(AdapterFolder adapter)
    {
        using var weights = File.OpenRead(Path.Combine(adapter.Path, AdapterFolder.WeightsName));
        return Convert.ToHexStringLower(SHA256.HashData(weights));
    }
}
