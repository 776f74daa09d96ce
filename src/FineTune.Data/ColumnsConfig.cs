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

    /// <summary>These names as far as a file has them: a text column that is not there, or a label column, is left to
    /// inference from common names.</summary>
    /// <param name="file">The file's columns.</param>
    public ColumnsConfig WhereIn(FileColumns file) => new()
    {
        Text = Kept(Text, file),
        TextPair = Kept(Text, file) is null ? Kept(TextPair, file) : TextPair,
        Label = Kept(Label, file),
    };

    private static string? Kept(string? column, FileColumns file) =>
        column is not null && file.Names.Contains(column) ? column : null;
}
