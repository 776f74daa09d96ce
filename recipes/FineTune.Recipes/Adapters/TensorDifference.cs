namespace FineTune.Recipes;

/// <summary>How far two tensors are apart.</summary>
/// <param name="Name">A layer, whose updates are compared, or a tensor of no layer.</param>
/// <param name="Largest">Largest difference of a number.</param>
/// <param name="Relative">Norm of the difference by the larger norm of the two.</param>
/// <param name="Cosine">Cosine of the angle between them; null where one is zero.</param>
public sealed record TensorDifference(string Name, double Largest, double Relative, double? Cosine);
