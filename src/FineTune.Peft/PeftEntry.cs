using System.Text.Json.Nodes;
using FineTune.Formats;

namespace FineTune.Peft;

/// <summary>What the registry knows of one method.</summary>
/// <param name="PeftType">Its name in <c>adapter_config.json</c>.</param>
/// <param name="ConfigType">The record of its settings.</param>
/// <param name="Create">Makes an adapter.</param>
/// <param name="Write">Adds the method's own keys to <c>adapter_config.json</c>.</param>
/// <param name="Read">Reads them back.</param>
public sealed record PeftEntry(
    string PeftType,
    Type ConfigType,
    Func<PeftConfig, AdapterContext, Adapter> Create,
    Action<Adapter, JsonObject> Write,
    Func<HfConfig, PeftConfig> Read)
{
    /// <summary>Its own keys of <c>adapter_config.json</c> that are read, refused where they cannot be heeded, or known not
    /// to matter.</summary>
    public required IReadOnlyList<string> Keys { get; init; }

    /// <summary>Its name in sentences.</summary>
    public string Title { get; init; } = PeftType;

    /// <summary>Learning rates with which it learns.</summary>
    public LearningRateBand LearningRates { get; init; } = LearningRateBand.LowRank;
}
