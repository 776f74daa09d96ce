using System.ComponentModel;
using FineTune.Data;
using FineTune.Peft;
using FineTune.Training;

namespace FineTune.Recipes;

/// <summary>A whole config file.</summary>
public sealed record RunConfig
{
    /// <summary>The base model.</summary>
    [Description("The base model.")]
    public required ModelConfig Model { get; init; }

    /// <summary>What to learn.</summary>
    [Description("What to learn.")]
    public TaskConfig Task { get; init; } = new();

    /// <summary>What to learn from.</summary>
    [Description("What to learn from.")]
    public required DatasetConfig Dataset { get; init; }

    /// <summary>What to train.</summary>
    [Description("The adapter to train; keys and defaults are PEFT's. none trains every parameter.")]
    public PeftConfig Peft { get; init; } = new LoraConfig();

    /// <summary>How to train.</summary>
    [Description("How to train; keys and defaults are transformers' TrainingArguments.")]
    public TrainingConfig Training { get; init; } = new();

    /// <summary>When and how to score.</summary>
    [Description("When and how to score.")]
    public EvaluationConfig Evaluation { get; init; } = new();

    /// <summary>Where the run goes.</summary>
    [Description("Where the run goes.")]
    public required OutputConfig Output { get; init; }

    /// <summary>What to leave besides the adapter.</summary>
    [Description("What to leave besides the adapter.")]
    public ExportConfig Export { get; init; } = new();
}
