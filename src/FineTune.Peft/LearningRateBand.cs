namespace FineTune.Peft;

/// <summary>Learning rates with which a method learns.</summary>
/// <param name="Least">Below this, little is learned in a usual run.</param>
/// <param name="Usual">What to begin with.</param>
/// <param name="Most">Above this, runs tend to fall apart.</param>
public readonly record struct LearningRateBand(double Least, double Usual, double Most)
{
    /// <summary>LoRA's: TRL's and PEFT's advice is 1e-4 to 1e-3.</summary>
    public static LearningRateBand LowRank { get; } = new(1e-5, 2e-4, 1e-2);

    /// <summary>That of methods which learn vectors instead of matrices: (IA)³ and VeRA name 3e-3 and more.</summary>
    public static LearningRateBand Vectors { get; } = new(1e-4, 3e-3, 1e-1);

    /// <summary>That of training every weight.</summary>
    public static LearningRateBand AllWeights { get; } = new(1e-7, 2e-5, 1e-2);

    /// <summary>Whether a rate is within the band.</summary>
    public bool Contains(double rate) => rate >= Least && rate <= Most;
}
