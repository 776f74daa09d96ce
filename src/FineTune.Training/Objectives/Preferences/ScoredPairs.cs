using static TorchSharp.torch;

namespace FineTune.Training;

/// <summary>A batch of pairs with its losses.</summary>
internal sealed record ScoredPairs
{
    /// <summary>Log-probabilities.</summary>
    public required PairLogProbs LogProbs { get; init; }

    /// <summary><c>[pairs]</c>: losses without cross-entropy, weights included.</summary>
    public required Tensor Losses { get; init; }

    /// <summary>What the policy says of the answers' tokens.</summary>
    public required CompletionScores Scores { get; init; }

    /// <summary>Cross-entropy of the chosen texts, summed; null where it does not count.</summary>
    public Tensor? Nll { get; init; }

    /// <summary>What that cross-entropy is over.</summary>
    public required long ChosenTokens { get; init; }

    /// <summary>Number of pairs.</summary>
    public long Pairs => Losses.shape[0];
}
