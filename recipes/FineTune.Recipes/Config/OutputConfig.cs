using System.ComponentModel;

namespace FineTune.Recipes;

/// <summary>Where the run goes.</summary>
public sealed record OutputConfig
{
    /// <summary>The run folder.</summary>
    [Description("The run folder, made by the run; relative to the working directory.")]
    public required string OutputDir { get; init; }

    /// <summary>Whether to write the test set's predictions.</summary>
    [Description("Write predictions.jsonl for the test data.")]
    public bool Predictions { get; init; }
}
