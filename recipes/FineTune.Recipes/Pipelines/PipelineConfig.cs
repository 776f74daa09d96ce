using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace FineTune.Recipes;

/// <summary>A recipe: steps that follow each other, each able to use what earlier ones left.</summary>
public sealed record PipelineConfig
{
    /// <summary>The folder of all steps' outputs.</summary>
    [Description("The folder of all steps' outputs, made by the run; relative to the working directory.")]
    public required string OutputDir { get; init; }

    /// <summary>The steps in order.</summary>
    [Description("The steps in order.")]
    [MinLength(1)]
    public required IReadOnlyList<StepConfig> Steps { get; init; }
}
