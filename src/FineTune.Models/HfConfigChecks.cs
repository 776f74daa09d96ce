using System.Text.Json.Nodes;
using FineTune.Formats;

namespace FineTune.Models;

/// <summary>What model files ask of a configuration beyond plain values.</summary>
internal static class HfConfigChecks
{
    /// <summary>transformers' default number of labels.</summary>
    private const int DefaultLabels = 2;

    /// <summary>Number of outputs of a classifier.</summary>
    public static int NumLabels(this HfConfig config) =>
        config.Labels?.Count ?? config.GetInt("num_labels", DefaultLabels);

    /// <summary>A size; required where there is no <paramref name="fallback"/>.</summary>
    /// <exception cref="CheckpointException">It is missing, not a whole number, or less than 1.</exception>
    public static int Size(this HfConfig config, string key, int? fallback = null)
    {
        config.Check(
            config[key] is not JsonValue value || !value.TryGetValue(out int size) || size > 0, key, "at least 1");
        return fallback is { } usual ? config.GetInt(key, usual) : config.GetInt(key);
    }

    /// <summary>The name of an activation that exists here.</summary>
    /// <exception cref="CheckpointException">There is none of that name.</exception>
    public static string Activation(this HfConfig config, string key, string fallback)
    {
        var name = config.GetString(key, fallback);
        config.Check(Nn.Activation.Find(name) is not null, key, $"one of {string.Join(", ", Nn.Activation.Names)}");
        return name;
    }

    /// <summary>Checks that a key, where present, has the one value that is built here.</summary>
    /// <exception cref="CheckpointException">It has another.</exception>
    public static void Only(this HfConfig config, string key, JsonValue allowed) =>
        config.Check(config[key] is not { } found || JsonNode.DeepEquals(found, allowed), key, allowed.ToJsonString());
}
