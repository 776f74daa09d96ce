namespace FineTune.Recipes;

/// <summary>A tensor of an adapter's file.</summary>
/// <param name="Name">Its name there.</param>
/// <param name="Shape">Its shape.</param>
/// <param name="Norm">Its Euclidean norm; null if it is not finite.</param>
public sealed record TensorFacts(string Name, IReadOnlyList<long> Shape, double? Norm);
