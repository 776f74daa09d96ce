namespace FineTune.Recipes;

/// <summary>In what two adapters differ.</summary>
public sealed record CompareResult
{
    /// <summary>The first folder.</summary>
    public required string First { get; init; }

    /// <summary>The second folder.</summary>
    public required string Second { get; init; }

    /// <summary>Settings that are not the same.</summary>
    public required IReadOnlyList<SettingDifference> Settings { get; init; }

    /// <summary>Layers and tensors that only the first has.</summary>
    public required IReadOnlyList<string> OnlyInFirst { get; init; }

    /// <summary>Layers and tensors that only the second has.</summary>
    public required IReadOnlyList<string> OnlyInSecond { get; init; }

    /// <summary>Layers and tensors that both have, of different shapes, a line each.</summary>
    public required IReadOnlyList<string> OtherShapes { get; init; }

    /// <summary>Layers, by what is added to their weights, and tensors of no layer, that both have.</summary>
    public required IReadOnlyList<TensorDifference> Differences { get; init; }

    /// <summary>Cosine of the angle between all that both add, as one vector each; null where one of them is zero.</summary>
    public required double? Cosine { get; init; }

    /// <summary>Largest difference of a number that both have; 0 where they have nothing in common.</summary>
    public double LargestDifference => Differences.Select(d => d.Largest).DefaultIfEmpty(0).Max();
}
