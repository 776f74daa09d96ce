namespace FineTune.Peft;

/// <summary>What is left out of a tensor before it is combined with others.</summary>
public enum Pruning
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>All but the largest numbers.</summary>
    Magnitude,

    /// <summary>Numbers at random; the others grow, so that the mean stays (DARE, arXiv:2311.03099).</summary>
    Random,
}
