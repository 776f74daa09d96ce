namespace FineTune.Nn;

/// <summary>The sizes of a model without its head, for adapters that act on all of it.</summary>
/// <param name="Layers">Number of layers.</param>
/// <param name="HiddenSize">Width of a token's vector.</param>
/// <param name="Heads">Number of query heads.</param>
/// <param name="KeyValueHeads">Number of heads of keys and values.</param>
/// <param name="HeadDim">Size of a head.</param>
/// <param name="MaxPositions">Longest sequence.</param>
public sealed record BodyShape(
    int Layers, long HiddenSize, long Heads, long KeyValueHeads, long HeadDim, int MaxPositions);
