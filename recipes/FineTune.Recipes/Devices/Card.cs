namespace FineTune.Recipes;

/// <summary>A card, as its driver tells of it.</summary>
/// <param name="Name">As sold.</param>
/// <param name="Bytes">Its memory.</param>
/// <param name="Capability">Compute capability.</param>
public sealed record Card(string Name, long Bytes, Version Capability)
{
    // Ampere was the first with products in bfloat16.
    private static readonly Version BFloat16Since = new(8, 0);

    /// <summary>Whether it multiplies in bfloat16.</summary>
    public bool HasBFloat16 => Capability >= BFloat16Since;
}
