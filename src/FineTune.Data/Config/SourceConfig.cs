using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace FineTune.Data;

/// <summary>One of several data sets that are trained on together.</summary>
public sealed record SourceConfig
{
    /// <summary>The files.</summary>
    [Description("The files of this data set; one path or a list.")]
    [DataType("path")]
    [MinLength(1)]
    public required IReadOnlyList<string> Path { get; init; }

    /// <summary>How much of it there is in the mixture.</summary>
    [Description("concatenate: how many times over each row is used (0.5: every second one). interleave: the chance " +
        "that a row is drawn from here, relative to the other weights.")]
    [Range(0.0, 1e6, MinimumIsExclusive = true)]
    public double Weight { get; init; } = 1;

    /// <summary>The most rows, the first ones; all by default.</summary>
    [Description("Most rows to use of this data set: the first ones. Default: all.")]
    [Range(1, int.MaxValue)]
    public int? MaxSamples { get; init; }

    /// <summary>What the files are.</summary>
    /// <value>Default: as <c>dataset.file_format</c>.</value>
    [Description("What the files are. Default: as dataset.file_format.")]
    [AllowedValues(ReaderRegistry.Auto, "jsonl", "json", "csv", "tsv", "parquet", "txt", "paragraphs", "document")]
    public string? FileFormat { get; init; }

    /// <summary>What the rows look like.</summary>
    /// <value>Default: as <c>dataset.format</c>.</value>
    [Description("What the rows look like. Default: as dataset.format.")]
    [AllowedValues(FormatRegistry.Auto, "messages", "sharegpt", "alpaca", "prompt-completion",
        "text", "hh-rlhf", "preference", "kto")]
    public string? Format { get; init; }

    /// <summary>Which column is what.</summary>
    /// <value>Default: as <c>dataset.columns</c>.</value>
    [Description("Which column is what. Default: as dataset.columns.")]
    public ColumnsConfig? Columns { get; init; }

    /// <summary>The prompt as a text with columns in braces.</summary>
    /// <value>Default: as <c>dataset.prompt_template</c>.</value>
    [Description("The prompt as a text with {column} fields. Default: as dataset.prompt_template.")]
    [MinLength(1)]
    public string? PromptTemplate { get; init; }

    /// <summary>The section as it holds for this source: what it says itself wins.</summary>
    internal DatasetConfig In(DatasetConfig dataset) => dataset with
    {
        TrainFile = Path,
        FileFormat = FileFormat ?? dataset.FileFormat,
        Format = Format ?? dataset.Format,
        Columns = Columns ?? dataset.Columns,
        PromptTemplate = PromptTemplate ?? dataset.PromptTemplate,
    };
}
