namespace FineTune.Nn;

/// <summary>The parts of a layer, each with a residual around it.</summary>
public enum Sublayer
{
    /// <summary>What works across tokens.</summary>
    Attention,

    /// <summary>What works on each token alone.</summary>
    FeedForward,
}
