namespace FineTune.Peft;

/// <summary>A way to make one adapter of several: PEFT's <c>combination_type</c>.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Pruning">What is left out of each adapter first.</param>
/// <param name="ElectsSign">Whether each number is the mean of those that agree with the sign of the majority
/// (TIES, arXiv:2306.01708), instead of the sum of all.</param>
/// <param name="OfUpdates">Whether the updates B A are combined, exactly, and then brought back to a low rank; otherwise A
/// and B by themselves, which keeps the rank and adds B₁A₂ and B₂A₁ to what was meant.</param>
public sealed record CombinationType(string Name, Pruning Pruning, bool ElectsSign, bool OfUpdates)
{
    /// <summary>The sum of the factors.</summary>
    public static CombinationType Linear { get; } = new("linear", Pruning.None, ElectsSign: false, OfUpdates: false);

    /// <summary>The sum of the updates, exactly: factors side by side, whose ranks add up.</summary>
    public static CombinationType Cat { get; } = new("cat", Pruning.None, ElectsSign: false, OfUpdates: true);

    /// <summary>The sum of the updates, brought to a lower rank.</summary>
    public static CombinationType Svd { get; } = new("svd", Pruning.None, ElectsSign: false, OfUpdates: true);

    /// <summary>All of them.</summary>
    public static IReadOnlyList<CombinationType> All { get; } =
    [
        Linear,
        Cat,
        Svd,
        new("ties", Pruning.Magnitude, ElectsSign: true, OfUpdates: false),
        new("ties_svd", Pruning.Magnitude, ElectsSign: true, OfUpdates: true),
        new("dare_linear", Pruning.Random, ElectsSign: false, OfUpdates: false),
        new("dare_ties", Pruning.Random, ElectsSign: true, OfUpdates: false),
        new("dare_linear_svd", Pruning.Random, ElectsSign: false, OfUpdates: true),
        new("dare_ties_svd", Pruning.Random, ElectsSign: true, OfUpdates: true),
        new("magnitude_prune", Pruning.Magnitude, ElectsSign: false, OfUpdates: false),
        new("magnitude_prune_svd", Pruning.Magnitude, ElectsSign: false, OfUpdates: true),
    ];

    /// <summary>Whether the result has a rank to be chosen.</summary>
    public bool HasRank => OfUpdates && this != Cat;

    /// <summary>Finds one by name.</summary>
    /// <exception cref="PeftException">There is none.</exception>
    public static CombinationType Find(string name) => All.FirstOrDefault(type => type.Name == name)
        ?? throw PeftException.UnknownCombination(name, [.. All.Select(type => type.Name)]);
}
