namespace FineTune.Recipes;

/// <summary>What <c>finetune validate</c> found: a run that can start.</summary>
public sealed record ReadyCheck
{
    /// <summary>The folder that the run would make.</summary>
    public required string OutputDir { get; init; }

    /// <summary>The labels in the order of their ids; none for language models.</summary>
    public IReadOnlyList<string> Labels { get; init; } = [];

    /// <summary>Rows to train on.</summary>
    public required int TrainRows { get; init; }

    /// <summary>Rows to validate on.</summary>
    public required int ValidationRows { get; init; }

    /// <summary>Rows to test on.</summary>
    public required int TestRows { get; init; }

    /// <summary>Optimizer steps that the run would take.</summary>
    public required int Steps { get; init; }

    /// <summary>Parameters that would be trained.</summary>
    public required long TrainableParameters { get; init; }

    /// <summary>All parameters.</summary>
    public required long TotalParameters { get; init; }
}
