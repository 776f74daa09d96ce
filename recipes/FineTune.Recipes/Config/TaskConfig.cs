using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace FineTune.Recipes;

/// <summary>What to learn.</summary>
public sealed record TaskConfig
{
    /// <summary>The kind of task.</summary>
    [Description("The kind of task.")]
    [AllowedValues("sequence_classification")]
    public string Type { get; init; } = "sequence_classification";

    /// <summary>What the labels are; null goes by the training data.</summary>
    [Description("What the labels are; default: lists are several labels, fractions are regression, else one label.")]
    [AllowedValues("single_label_classification", "multi_label_classification", "regression")]
    public string? ProblemType { get; init; }
}
