namespace FineTune.Recipes;

/// <summary>What a step of a recipe left.</summary>
public sealed record FinishedStep
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>train, evaluate, merge or export.</summary>
    public required string Kind { get; init; }

    /// <summary>A hash of what it was told and of the steps it used: the same again need not be done again.</summary>
    public required string Fingerprint { get; init; }

    /// <summary>What it left, by the keys that other steps use.</summary>
    public required IReadOnlyDictionary<string, string> Outputs { get; init; }

    /// <summary>Scores, of a step that scored.</summary>
    public IReadOnlyDictionary<string, double>? Scores { get; init; }

    /// <summary>Whether it was done by an earlier call.</summary>
    public bool Skipped { get; init; }
}
