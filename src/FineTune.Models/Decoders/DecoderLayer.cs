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

    private ISublayerAdapter? AttentionAdapter { get; set; }

    private ISublayerAdapter? FeedForwardAdapter { get; set; }

    /// <summary>This layer, its halves changed by the adapter where it wants that.</summary>
    /// <param name="scope">The layer's.</param>
    public DecoderLayer Adapted(ModuleScope scope)
    {
        AttentionAdapter = scope.SublayerAdapter(Sublayer.Attention);
        FeedForwardAdapter = scope.SublayerAdapter(Sublayer.FeedForward);
        return this;
    }

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
        attended = AttentionAdapter?.Forward(attended, residual, norm: null) ?? attended;
        if (Parallel)
        {
            var beside = FeedForwardNorm?.Forward(residual) ?? pass.Wanted(normed);
            return FedForward(beside, residual) + attended + residual;
        }
        residual = residual + attended;
        return residual + FedForward(FeedForwardNorm!.Forward(residual), residual);
    }

    private Tensor FedForward(Tensor input, Tensor residual)
    {
        var output = Finished(FeedForward.Forward(input), FeedForwardOutputNorm);
        return FeedForwardAdapter?.Forward(output, residual, norm: null) ?? output;
    }

    private Tensor Finished(Tensor output, INorm? norm)
    {
        var normed = norm?.Forward(output) ?? output;
        return ResidualDropout?.Forward(normed) ?? normed;
    }
}
