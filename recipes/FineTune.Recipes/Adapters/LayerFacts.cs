namespace FineTune.Recipes;

/// <summary>What an adapter does to one layer.</summary>
/// <param name="Path">The layer.</param>
/// <param name="Shape"><c>[out, in]</c> of what is added to its weight; null where its tensors alone do not tell.</param>
/// <param name="Rank">Largest rank that the update can have.</param>
/// <param name="Scaling">What the factors' product is multiplied by.</param>
/// <param name="Norm">Frobenius norm of the update, or of the tensors where these alone do not tell; null if it is not
/// finite.</param>
/// <param name="EffectiveRank">How many directions the update spreads over, by the entropy of its singular values.</param>
public sealed record LayerFacts(
    string Path, IReadOnlyList<long>? Shape, int? Rank, double? Scaling, double? Norm, double? EffectiveRank);
