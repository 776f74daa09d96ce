using System.ComponentModel;

namespace FineTune.Data;

/// <summary>The <c>dataset.columns</c> section: the columns' names in the files.</summary>
public sealed record ColumnsConfig
{
    /// <summary>The column with the text.</summary>
    [Description("Column with the text, or the first of two texts.")]
    public string? Text { get; init; }

    /// <summary>The column with the second text of a pair.</summary>
    [Description("Column with the second text, for tasks on pairs.")]
    public string? TextPair { get; init; }

    /// <summary>The column with the label or labels.</summary>
    [Description("Column with the label, or a list of labels.")]
    public string? Label { get; init; }
}
