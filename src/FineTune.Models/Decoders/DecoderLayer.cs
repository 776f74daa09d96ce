using FineTune.Nn;
using static TorchSharp.torch;

namespace FineTune.Models;

/// <summary>One decoder layer: attention and feed-forward, each normalised before, with residuals around them; one after
/// the other, or side by side.</summary>
internal sealed class DecoderLayer
{
    public required INorm AttentionNorm { get; init; }

    public required SelfAttention Attention { get; init; }

    /// <summary>A norm of what attention gives; null for none.</summary>
    public INorm? AttentionOutputNorm { get; init; }

    /// <summary>The norm before feed-forward; null where it shares attention's.</summary>
    public INorm? FeedForwardNorm { get; init; }

    public required IFeedForward FeedForward { get; init; }

    /// <summary>A norm of what feed-forward gives; null for none.</summary>
    public INorm? FeedForwardOutputNorm { get; init; }

    /// <summary>Dropout on what attention and feed-forward give; null for none.</summary>
    public Dropout? ResidualDropout { get; init; }

    /// <summary>Whether feed-forward works on the layer's input, beside attention, instead of on attention's
    /// result.</summary>
    public bool Parallel { get; init; }

    /// <summary>This layer as a segment of gradient checkpointing.</summary>
    public required Recomputation Segment { get; init; }

    /// <param name="hidden"><c>[tokens, hidden]</c>.</param>
    /// <param name="pass">What all layers share.</param>
    /// <param name="index">The layer's number.</param>
    /// <returns><c>[wanted tokens, hidden]</c>.</returns>
    public Tensor Forward(Tensor hidden, DecoderPass pass, int index) =>
        Segment.Run(hidden, input => Compute(input, pass, index));

    private Tensor Compute(Tensor hidden, DecoderPass pass, int index)
    {
        var normed = AttentionNorm.Forward(hidden);
        var attended = Finished(Attention.Forward(normed, pass, index), AttentionOutputNorm);
        var residual = pass.Wanted(hidden);
        if (Parallel)
        {
            var beside = FeedForwardNorm?.Forward(residual) ?? pass.Wanted(normed);
            return Finished(FeedForward.Forward(beside), FeedForwardOutputNorm) + attended + residual;
        }
        residual = residual + attended;
        return residual + Finished(FeedForward.Forward(FeedForwardNorm!.Forward(residual)), FeedForwardOutputNorm);
    }

    private Tensor Finished(Tensor output, INorm? norm)
    {
        var normed = norm?.Forward(output) ?? output;
        return ResidualDropout?.Forward(normed) ?? normed;
    }
}
