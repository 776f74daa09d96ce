namespace FineTune.Recipes;

/// <summary>How a training run went.</summary>
public sealed record RunResult
{
    /// <summary>How it ended.</summary>
    public required RunStatus Status { get; init; }

    /// <summary>The kind of task, as in the config.</summary>
    public required string Task { get; init; }

    /// <summary>The run folder.</summary>
    public required string OutputDir { get; init; }

    /// <summary>Optimizer steps taken.</summary>
    public required int Steps { get; init; }

    /// <summary>The adapter's folder.</summary>
    public string? Adapter { get; init; }

    /// <summary>The trained model's folder, where there is no adapter.</summary>
    public string? Model { get; init; }

    /// <summary>The merged model's folder, if it was asked for.</summary>
    public string? Merged { get; init; }

    /// <summary>Scores of always answering the most frequent training label, on the validation data, or else the test
    /// data.</summary>
    public IReadOnlyDictionary<string, double>? Majority { get; init; }

    /// <summary>Scores of the untrained model on the validation data.</summary>
    public IReadOnlyDictionary<string, double>? Baseline { get; init; }

    /// <summary>Best scores on the validation data.</summary>
    public IReadOnlyDictionary<string, double>? Validation { get; init; }

    /// <summary>Scores of the result on the test data.</summary>
    public IReadOnlyDictionary<string, double>? Test { get; init; }

    /// <summary>Parameters that were trained.</summary>
    public long TrainableParameters { get; init; }

    /// <summary>The most memory that tensors held on the card, or the process where there is none.</summary>
    public long PeakMemoryBytes { get; init; }

    /// <summary>From the start of the process to the end of the first optimizer step.</summary>
    public double? SecondsToFirstStep { get; init; }

    /// <summary>From the start of the loop to its end.</summary>
    public double SecondsTraining { get; init; }
}
