namespace FineTune.Peft;

/// <summary>How several adapters become one.</summary>
public sealed record Combination
{
    /// <summary>The way.</summary>
    public required CombinationType Type { get; init; }

    /// <summary>A factor for each adapter's effect, any sign.</summary>
    public required IReadOnlyList<double> Weights { get; init; }

    /// <summary>Share of the numbers that is kept where some are left out, in (0, 1].</summary>
    public double? Density { get; init; }

    /// <summary>Whether the majority's sign is that of most numbers; otherwise that of their sum.</summary>
    public bool CountsSigns { get; init; }

    /// <summary>Rank of the result where it can be chosen; null takes the adapters' largest.</summary>
    public int? Rank { get; init; }

    /// <summary>Seed of what is left out at random.</summary>
    /// <value>42.</value>
    public long Seed { get; init; } = 42;

    /// <summary>Settings that cannot go together, each with what to change.</summary>
    /// <param name="adapters">How many adapters are combined.</param>
    internal IEnumerable<string> Contradictions(int adapters)
    {
        var prunes = Type.Pruning != Pruning.None;
        if (Weights.Count != adapters)
        {
            yield return $"there are {adapters} adapters and {Weights.Count} weights: give one weight for each";
        }
        if (Weights.Any(weight => !double.IsFinite(weight)))
        {
            yield return $"the weights are {string.Join(", ", Weights)}: give finite numbers";
        }
        if (prunes && Density is null)
        {
            yield return $"{Type.Name} leaves numbers out and needs a density: give the share to keep, such as 0.5";
        }
        if (!prunes && Density is not null)
        {
            yield return $"{Type.Name} leaves nothing out: remove the density, or use a type such as ties or dare_linear";
        }
        if (Density is { } density && !(density > 0 && density <= 1))
        {
            yield return $"the density is {density}: give the share of numbers to keep, above 0 and at most 1";
        }
        if (Rank is not null && !Type.HasRank)
        {
            yield return Type == CombinationType.Cat
                ? "the rank of cat is the sum of the adapters' ranks: remove the rank, or use svd"
                : $"{Type.Name} keeps the adapters' rank: remove the rank, or use svd";
        }
        if (Rank < 1)
        {
            yield return $"the rank is {Rank}: use 1 or more";
        }
        if (CountsSigns && !Type.ElectsSign)
        {
            yield return $"{Type.Name} elects no sign: remove the way signs are counted, or use a type such as ties";
        }
    }
}
