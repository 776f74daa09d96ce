using FineTune.Formats;
using FineTune.Nn;

namespace FineTune.Models;

/// <summary>What the registry knows of one architecture.</summary>
/// <param name="ModelType">As in <c>config.json</c>.</param>
public sealed record ModelEntry(string ModelType)
{
    /// <summary>Prefix that headless checkpoints leave out, e.g. <c>bert.</c>.</summary>
    public required string BasePrefix { get; init; }

    /// <summary>transformers' class name of the language model, for <c>architectures</c>.</summary>
    public string? CausalLMName { get; init; }

    /// <summary>Builds the language model; null if the architecture is no decoder.</summary>
    public Func<HfConfig, ModuleScope, ICausalLM>? ForCausalLM { get; init; }

    /// <summary>transformers' class name of the sequence classifier, for <c>architectures</c>.</summary>
    public string? SequenceClassifierName { get; init; }

    /// <summary>Builds the sequence classifier; null if the architecture has none here.</summary>
    public Func<HfConfig, ModuleScope, ISequenceClassifier>? ForSequenceClassification { get; init; }

    /// <summary>The longest sequence that the configuration allows.</summary>
    public required Func<HfConfig, int> MaxLength { get; init; }

    /// <summary>Tells tensors that checkpoints of this family carry and the model has no use for.</summary>
    public Func<string, bool> Ignorable { get; init; } = _ => false;
}
