using System.Text.Json.Nodes;
using FineTune.Formats;
using FineTune.Nn;

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
    /// <summary>The name in an adapter folder of a parameter that is trained; null for one that only further training
    /// needs.</summary>
    public Func<Parameter, string?> KeyOf { get; init; } = parameter => StoredTensor.KeyPrefix + parameter.StoredName;

    /// <summary>Whether a model with a new adapter is the model without.</summary>
    public bool IsIdentityAtFirst { get; init; } = true;

    /// <summary>Whether the adapter can be folded into the base weights.</summary>
    public bool CanMerge { get; init; } = true;

    /// <summary>Whether some architectures have nothing that the method could train.</summary>
    public bool NeedsWhatSomeLack { get; init; }

    /// <summary>What the tensors of an adapted layer are called behind the layer's path: of each layer, all names of one of
    /// these sets. Empty for a method that adapts no single layers.</summary>
    public IReadOnlyList<IReadOnlyList<string>> LayerKeys { get; init; } = [];

    /// <summary>What the tensors of a layer add to its weight; null where that depends on the weight too.</summary>
    public Func<PeftConfig, LayerTensors, LayerUpdate>? UpdateOf { get; init; }

    /// <summary>Its own keys of <c>adapter_config.json</c> that are read, refused where they cannot be heeded, or known not
    /// to matter.</summary>
    public required IReadOnlyList<string> Keys { get; init; }

    /// <summary>Its name in sentences.</summary>
    public string Title { get; init; } = PeftType;

    /// <summary>Learning rates with which it learns.</summary>
    public LearningRateBand LearningRates { get; init; } = LearningRateBand.LowRank;
}
