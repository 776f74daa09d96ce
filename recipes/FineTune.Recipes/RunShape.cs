namespace FineTune.Recipes;

/// <summary>What checks of a run's settings must know of its data and task.</summary>
internal sealed record RunShape
{
    /// <summary>Names of the scores that an evaluation reports.</summary>
    public required IReadOnlyCollection<string> Scores { get; init; }

    /// <summary>What a pass trains on: rows, or bins of rows.</summary>
    public required int TrainItems { get; init; }

    /// <summary>Whether there are rows to validate on.</summary>
    public required bool HasValidation { get; init; }

    /// <summary>Whether there are rows to test on.</summary>
    public required bool HasTest { get; init; }

    /// <summary>What reading the data gave to tell.</summary>
    public required IReadOnlyList<string> Notices { get; init; }
}
