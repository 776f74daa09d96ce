using FineTune.Nn;
using static TorchSharp.torch;

namespace FineTune.Training;

/// <summary>What a model says of the answers in a batch.</summary>
internal sealed class CompletionScores
{
    private readonly Completions _completions;
    private readonly TokenScores _tokens;

    public CompletionScores(TokenScores tokens, Completions completions)
    {
        (_tokens, _completions) = (tokens, completions);
        Answers = Sum(completions.Weights is { } weights ? tokens.LogProbs * weights : tokens.LogProbs)
            .narrow(0, 0, completions.Count);
    }

    /// <summary>Log-probability of each answer, its tokens weighted: <c>[answers]</c>, float32.</summary>
    public Tensor Answers { get; }

    /// <summary>Cross-entropy of the chosen texts, summed: scalar. Prompts count where they are supervised.</summary>
    public Tensor ChosenNll()
    {
        var sums = Sum(_tokens.LogProbs);
        return -(sums.narrow(0, 0, _completions.Count / 2).sum() + sums[_completions.Count]);
    }

    /// <summary>Sums over the tokens of each answer: <c>[answers]</c>.</summary>
    public (Tensor LogitMean, Tensor Entropy, Tensor Correct) Statistics()
    {
        using var guard = no_grad();
        var count = _completions.Count;
        return (
            Sum(_tokens.LogitMean).narrow(0, 0, count),
            Sum(_tokens.Entropy).narrow(0, 0, count),
            Sum(_tokens.Correct).narrow(0, 0, count));
    }

    // [answers + 1]: the last holds the prompts.
    private Tensor Sum(Tensor perToken) => zeros(_completions.Count + 1, float32, perToken.device)
        .index_add(0, _completions.OfTarget, perToken, 1);
}
