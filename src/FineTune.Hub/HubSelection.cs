using System.Text.Json;
using System.Text.Json.Nodes;

namespace FineTune.Hub;

/// <summary>Which of a repository's files are needed.</summary>
public abstract class HubSelection
{
    /// <summary>A model's config, tokenizer and weights: safetensors if it has them, else those of torch.</summary>
    public static HubSelection Model { get; } = new ModelSelection();

    /// <summary>A data set's files of text and tables.</summary>
    public static HubSelection Dataset { get; } = new DatasetSelection();

    /// <summary>The files to fetch first.</summary>
    /// <param name="names">All that the repository has.</param>
    /// <returns>None if the repository has nothing that can be used.</returns>
    internal abstract IReadOnlyList<string> First(IReadOnlySet<string> names);

    /// <summary>The files that those fetched first name.</summary>
    /// <param name="read">The path of a file fetched first, by its name; null if it was not.</param>
    internal abstract IReadOnlyList<string> Then(Func<string, string?> read);

    /// <summary>Whether a snapshot can be used as it is, though there may be more on the hub.</summary>
    internal abstract bool IsUsable(string folder);

    /// <summary>Whether a snapshot has all there can be.</summary>
    internal abstract bool IsComplete(string folder);

    /// <summary>What a repository that can be used has, in words.</summary>
    internal abstract string Needs { get; }

    private sealed class ModelSelection : HubSelection
    {
        private const string Config = "config.json";
        private const string AdapterConfig = "adapter_config.json";

        private static readonly string[] Small =
        [
            Config, "generation_config.json", AdapterConfig,
            "tokenizer.json", "tokenizer_config.json", "special_tokens_map.json", "added_tokens.json",
            "chat_template.jinja", "chat_template.json", "vocab.json", "vocab.txt", "merges.txt", "tokenizer.model",
        ];

        // In the order in which transformers looks for them.
        private static readonly string[] Weights =
        [
            "model.safetensors", "model.safetensors.index.json", "pytorch_model.bin", "pytorch_model.bin.index.json",
        ];

        private static readonly string[] AdapterWeights = ["adapter_model.safetensors", "adapter_model.bin"];

        internal override string Needs =>
            $"{Config} with one of {string.Join(", ", Weights)}, or {AdapterConfig} with {AdapterWeights[0]}";

        internal override IReadOnlyList<string> First(IReadOnlySet<string> names)
        {
            string?[] weights =
            [
                names.Contains(Config) ? Array.Find(Weights, names.Contains) : null,
                names.Contains(AdapterConfig) ? Array.Find(AdapterWeights, names.Contains) : null,
            ];
            var found = weights.OfType<string>().ToArray();
            return found.Length == 0 ? [] : [.. Small.Where(names.Contains), .. found];
        }

        internal override IReadOnlyList<string> Then(Func<string, string?> read) =>
            Weights.Where(IsIndex).Select(read).FirstOrDefault(path => path is not null) is { } index
                ? Shards(index)
                : [];

        internal override bool IsUsable(string folder) => IsAdapter(folder) || IsModel(folder);

        /// <summary>What another tool fetched may lack the tokenizer, which adapters need not have.</summary>
        internal override bool IsComplete(string folder) =>
            IsAdapter(folder) || (IsModel(folder) && Has(folder, "tokenizer_config.json"));

        private static bool IsAdapter(string folder) =>
            Has(folder, AdapterConfig) && AdapterWeights.Any(name => Has(folder, name));

        private static bool IsModel(string folder) =>
            Has(folder, Config) && Array.Find(Weights, name => Has(folder, name)) is { } weights
            && (!IsIndex(weights) || Shards(Path.Combine(folder, weights)).All(shard => Has(folder, shard)));

        private static bool Has(string folder, string name) => File.Exists(Path.Combine(folder, name));

        private static bool IsIndex(string name) => name.EndsWith(".json", StringComparison.Ordinal);

        private static IReadOnlyList<string> Shards(string index)
        {
            try
            {
                var map = JsonNode.Parse(File.ReadAllText(index))?["weight_map"]?.AsObject();
                return [.. (map ?? []).Select(entry => (string?)entry.Value).OfType<string>().Distinct()];
            }
            catch (Exception error) when (error is JsonException or InvalidOperationException or ArgumentException)
            {
                throw HubException.BadIndex(index, error.Message);
            }
        }
    }

    private sealed class DatasetSelection : HubSelection
    {
        private static readonly string[] Extensions = [".parquet", ".jsonl", ".json", ".ndjson", ".csv", ".tsv", ".txt"];

        internal override string Needs => $"files ending in {string.Join(", ", Extensions)}";

        internal override IReadOnlyList<string> First(IReadOnlySet<string> names) => [.. names.Where(IsData).Order()];

        internal override IReadOnlyList<string> Then(Func<string, string?> read) => [];

        internal override bool IsUsable(string folder) =>
            Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Any(IsData);

        /// <summary>Never: another tool may have fetched one file of many, and only the hub knows.</summary>
        internal override bool IsComplete(string folder) => false;

        private static bool IsData(string name) =>
            Extensions.Contains(Path.GetExtension(name), StringComparer.OrdinalIgnoreCase);
    }
}
