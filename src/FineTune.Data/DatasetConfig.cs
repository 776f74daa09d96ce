using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace FineTune.Data;

/// <summary>The <c>dataset</c> section: which rows to train, validate and test on, and how to read them.</summary>
public sealed record DatasetConfig
{
    /// <summary>The files to train on.</summary>
    [Description("Files to train on: JSONL, CSV or TSV; one path or a list.")]
    [DataType("path")]
    [MinLength(1)]
    public required IReadOnlyList<string> TrainFile { get; init; }

    /// <summary>The files to validate on; none by default.</summary>
    [Description("Files to validate on during training; one path or a list.")]
    [DataType("path")]
    public IReadOnlyList<string> ValidationFile { get; init; } = [];

    /// <summary>The files to test on; none by default.</summary>
    [Description("Files for the final test; one path or a list.")]
    [DataType("path")]
    public IReadOnlyList<string> TestFile { get; init; } = [];

    /// <summary>The share of the training rows that is split off for validation; none by default.</summary>
    [Description("Share of train_file to validate on instead, drawn with the run's seed.")]
    [Range(0.0, 1.0, MinimumIsExclusive = true, MaximumIsExclusive = true)]
    public double? ValidationSplit { get; init; }

    /// <summary>The share of the training rows that is split off for testing; none by default.</summary>
    [Description("Share of train_file to test on instead, drawn with the run's seed.")]
    [Range(0.0, 1.0, MinimumIsExclusive = true, MaximumIsExclusive = true)]
    public double? TestSplit { get; init; }

    /// <summary>What the files are.</summary>
    /// <value>Default: by their extension.</value>
    [Description("What the files are; auto goes by their extension.")]
    [AllowedValues(ReaderRegistry.Auto, "jsonl", "csv", "tsv")]
    public string FileFormat { get; init; } = ReaderRegistry.Auto;

    /// <summary>Which column is what; what is not given is inferred from common names.</summary>
    [Description("Which column is what; what is left out is inferred from common names and printed.")]
    public ColumnsConfig Columns { get; init; } = new();

    /// <summary>The label names in the order of their ids; derived from the training data by default.</summary>
    [Description("Label names in the order of their ids. Default: the labels of the training data, sorted.")]
    public IReadOnlyList<string> LabelNames { get; init; } = [];

    /// <summary>What separates the labels of one row in CSV and TSV; by default a row has one label.</summary>
    [Description("What separates several labels of one row in CSV and TSV files, for example ';'.")]
    [MinLength(1)]
    public string? LabelSeparator { get; init; }

    /// <summary>The most tokens of a row, special tokens included; longer rows are cut and counted.</summary>
    /// <value>Default: 512, or fewer where the model takes fewer.</value>
    [Description("Most tokens of a row, special tokens included; longer rows are cut and counted. " +
        "Never more than the model takes.")]
    [Range(8, int.MaxValue)]
    public int MaxLength { get; init; } = 512;

    /// <summary>The most rows of each part, the first ones; all by default.</summary>
    [Description("Most rows to use of each part: the first ones. Default: all.")]
    [Range(1, int.MaxValue)]
    public int? MaxSamples { get; init; }
}
