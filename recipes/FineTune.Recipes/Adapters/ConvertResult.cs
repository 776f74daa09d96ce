namespace FineTune.Recipes;

/// <summary>What a conversion left.</summary>
/// <param name="Output">The folder.</param>
/// <param name="From">The method it was of.</param>
/// <param name="To">The method it is of.</param>
/// <param name="Dtype">Type of its numbers.</param>
/// <param name="LeastKept">The least share of a layer's squared norm that its rank has left, from 0 to 1.</param>
public sealed record ConvertResult(string Output, string From, string To, string Dtype, double LeastKept);
