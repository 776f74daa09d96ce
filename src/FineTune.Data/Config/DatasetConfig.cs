using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace FineTune.Data;

/// <summary>The <c>dataset</c> section: which rows to train, validate and test on, and how to read them.</summary>
public sealed record DatasetConfig
{
    /// <summary>The files to train on; none where <see cref="Sources"/> names them.</summary>
    [Description("Files to train on: JSONL, JSON, CSV, TSV, Parquet or text, also as .gz; one path or a list.")]
    [DataType("path")]
    public IReadOnlyList<string> TrainFile { get; init; } = [];

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
    [Description("What the files are; auto goes by their extension. Plain text: a row a line (txt), a paragraph, or " +
        "a file (document).")]
    [AllowedValues(ReaderRegistry.Auto, "jsonl", "json", "csv", "tsv", "parquet", "txt", "paragraphs", "document")]
    public string FileFormat { get; init; } = ReaderRegistry.Auto;

    /// <summary>What the rows look like.</summary>
    /// <value>Default: by their columns.</value>
    [Description("What the rows look like; auto goes by the columns and is printed.")]
    [AllowedValues(FormatRegistry.Auto, "text-classification", "messages", "sharegpt", "alpaca", "prompt-completion",
        "text", "hh-rlhf", "preference", "kto")]
    public string Format { get; init; } = FormatRegistry.Auto;

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

    /// <summary>Several data sets to train on together, instead of <see cref="TrainFile"/>.</summary>
    [Description("Several data sets to train on together, instead of train_file: each with files, weight, format and " +
        "columns of its own.")]
    public IReadOnlyList<SourceConfig> Sources { get; init; } = [];

    /// <summary>How the sources are put together.</summary>
    [Description("How sources are put together: one after the other, each weight times over, or drawn by weight.")]
    public MixStrategy MixStrategy { get; init; } = MixStrategy.Concatenate;

    /// <summary>When drawing from the sources ends.</summary>
    [Description("With interleave: end when the first source is used up, or start it again until all were used up.")]
    public StoppingStrategy StoppingStrategy { get; init; } = StoppingStrategy.FirstExhausted;

    /// <summary>Names of roles in the files that are not common, with what they stand for.</summary>
    [Description("What uncommon roles in the files stand for: system, user, assistant, tool or function_call.")]
    public IReadOnlyDictionary<string, string> Roles { get; init; } = new Dictionary<string, string>();

    /// <summary>The prompt as a text with columns in braces, instead of a prompt column.</summary>
    [Description("The prompt as a text with {column} fields, taken as it stands; {{ and }} are braces.")]
    [MinLength(1)]
    public string? PromptTemplate { get; init; }

    /// <summary>The system message of conversations that have none.</summary>
    [Description("System message for conversations that have none.")]
    public string? SystemPrompt { get; init; }

    /// <summary>The chat template: a built-in one's name or a Jinja file.</summary>
    /// <value>Default: the checkpoint's.</value>
    [Description("Chat template: a built-in one (chatml, llama2, llama3, mistral, gemma, phi3, qwen, alpaca, vicuna, " +
        "zephyr) or a .jinja file. Default: the checkpoint's.")]
    public string? ChatTemplate { get; init; }

    /// <summary>What the loss is taken on.</summary>
    [Description("What the loss is on: the completion of a row (in conversations each answer), every assistant turn, " +
        "prompts' and history's too, the last one, or all text.")]
    public TrainOn TrainOn { get; init; } = TrainOn.Completion;

    /// <summary>Which ends of turns are learned.</summary>
    [Description("Which ends of turns are learned: those of the trained turns, the last turn's, none, or all.")]
    public TrainOnEos TrainOnEos { get; init; } = TrainOnEos.Turn;

    /// <summary>What happens to rows that are too long.</summary>
    [Description("Rows above max_length: cut the prompt's head and keep the answer, cut the end, drop, or refuse.")]
    public Overlength Overlength { get; init; } = Overlength.TruncatePrompt;

    /// <summary>The share of rows that may have nothing to learn from before the run is refused.</summary>
    [Description("Share of rows that may be dropped for having no supervised token; more than that stops the run.")]
    [Range(0.0, 1.0)]
    public double MaxUnsupervisedShare { get; init; } = 0.1;

    /// <summary>Whether short rows share a sequence of <see cref="MaxLength"/>, without seeing each other.</summary>
    [Description("Fill sequences of max_length with several rows, which cannot see each other: batch sizes then " +
        "count such sequences. The loss is the same.")]
    public bool Packing { get; init; }

    /// <summary>Whether pre-training joins documents and cuts them into blocks.</summary>
    [Description("pretrain: join documents with EOS into blocks of max_length; false keeps one document a row.")]
    public bool ConcatenateDocuments { get; init; } = true;

    /// <summary>The same section for one file, all of it.</summary>
    /// <param name="file">The file; it becomes the one to train on.</param>
    public DatasetConfig OnlyFile(string file) => this with
    {
        TrainFile = [file],
        ValidationFile = [],
        TestFile = [],
        ValidationSplit = null,
        TestSplit = null,
        Sources = [],
        MaxSamples = null,
    };
}
