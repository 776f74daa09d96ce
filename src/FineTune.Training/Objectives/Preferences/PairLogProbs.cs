using static TorchSharp.torch;

namespace FineTune.Training;

/// <summary>Log-probabilities of pairs of answers; all <c>[pairs]</c>, float32.</summary>
public sealed record PairLogProbs
{
    /// <summary>Of the chosen answers under the policy, summed over tokens; gradients flow.</summary>
    public required Tensor Chosen { get; init; }

    /// <summary>Of the rejected answers under the policy.</summary>
    public required Tensor Rejected { get; init; }

    /// <summary>Of the chosen answers under the reference; null without one.</summary>
    public Tensor? ReferenceChosen { get; init; }

    /// <summary>Of the rejected answers under the reference; null without one.</summary>
    public Tensor? ReferenceRejected { get; init; }

    /// <summary>Tokens of the chosen answers.</summary>
    public required Tensor ChosenTokens { get; init; }

    /// <summary>Tokens of the rejected answers.</summary>
    public required Tensor RejectedTokens { get; init; }

    /// <summary>How much likelier the policy holds the chosen answer than the reference does: Δ_w.</summary>
    public Tensor ChosenRatio => ReferenceChosen is null ? Chosen : Chosen - ReferenceChosen;

    /// <summary>The same of the rejected answer: Δ_l.</summary>
    public Tensor RejectedRatio => ReferenceRejected is null ? Rejected : Rejected - ReferenceRejected;

    /// <summary>The same pairs by the mean of a token instead of the sum.</summary>
    public PairLogProbs PerToken() => this with
    {
        Chosen = Chosen / ChosenTokens,
        Rejected = Rejected / RejectedTokens,
        ReferenceChosen = ReferenceChosen is null ? null : ReferenceChosen / ChosenTokens,
        ReferenceRejected = ReferenceRejected is null ? null : ReferenceRejected / RejectedTokens,
    };
}
