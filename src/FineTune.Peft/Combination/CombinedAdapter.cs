namespace FineTune.Peft;

/// <summary>An adapter that was made of several.</summary>
/// <param name="Layers">How many layers it adapts.</param>
/// <param name="Rank">Its largest rank; 0 where it has none.</param>
/// <param name="Kept">The least share of a layer's squared norm that its rank has left, from 0 to 1.</param>
public sealed record CombinedAdapter(int Layers, int Rank, double Kept)
{
    /// <summary>What its user should know, a line each.</summary>
    public IReadOnlyList<string> Notices { get; init; } = [];
}
