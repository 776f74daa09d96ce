using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace FineTune.Recipes;

/// <summary>What to learn.</summary>
public sealed record TaskConfig
{
    /// <summary>Labels of whole texts.</summary>
    public const string SequenceClassification = "sequence_classification";

    /// <summary>Answers to instructions.</summary>
    public const string Sft = "sft";

    /// <summary>Running text.</summary>
    public const string Pretrain = "pretrain";

    /// <summary>The kind of task.</summary>
    [Description("The kind of task: labels of texts, answers to instructions (sft), or running text (pretrain).")]
    [AllowedValues(SequenceClassification, Sft, Pretrain)]
    public string Type { get; init; } = SequenceClassification;

    /// <summary>What the labels are; null goes by the training data.</summary>
    [Description("What the labels are; default: lists are several labels, fractions are regression, else one label.")]
    [AllowedValues("single_label_classification", "multi_label_classification", "regression")]
    public string? ProblemType { get; init; }

    /// <summary>Whether a decoder is trained to write.</summary>
    internal bool IsLanguageModel => Type is Sft or Pretrain;
}
