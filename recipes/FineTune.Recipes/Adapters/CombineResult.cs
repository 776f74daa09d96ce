namespace FineTune.Recipes;

/// <summary>What a combination left.</summary>
/// <param name="Output">The folder.</param>
/// <param name="Type">The way the adapters were combined.</param>
/// <param name="Adapters">Their folders.</param>
/// <param name="Weights">A factor for each.</param>
/// <param name="Layers">How many layers the result adapts.</param>
/// <param name="Rank">Its largest rank; 0 where it has none.</param>
/// <param name="LeastKept">The least share of a layer's squared norm that this rank has left, from 0 to 1.</param>
public sealed record CombineResult(
    string Output, string Type, IReadOnlyList<string> Adapters, IReadOnlyList<double> Weights, int Layers, int Rank,
    double LeastKept);
