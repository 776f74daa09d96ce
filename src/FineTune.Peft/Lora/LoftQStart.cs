using FineTune.Nn;
using static TorchSharp.torch;

namespace FineTune.Peft;

/// <summary>Quantises a layer and begins its factors with what makes up for the loss (LoftQ, arXiv:2310.08659): the largest
/// singular parts of the difference. Unlike PEFT's they are divided by the update's scaling, so that the sum comes near
/// the weight whatever <c>lora_alpha</c> is.</summary>
internal sealed class LoftQStart
{
    private readonly int _rank;
    private readonly float _scaling;
    private Tensor? _left;     // [rows, rank]
    private Tensor? _right;    // [rank, columns]

    /// <param name="config">LoftQ's settings.</param>
    /// <param name="rank">The update's rank.</param>
    /// <param name="scaling">What the update is multiplied by.</param>
    public LoftQStart(LoftQConfig config, int rank, float scaling)
    {
        (_rank, _scaling) = (rank, scaling);
        var kind = config.LoftqBits == 4 ? QuantizationKind.Nf4 : QuantizationKind.Int8;
        Storage = new CompensatedQuantization(kind, config.LoftqIter, Correct);
    }

    /// <summary>Quantises the layer's weight, and makes the factors on the way.</summary>
    public FrozenStorage Storage { get; }

    /// <summary>The factors' beginning, once the weight is there.</summary>
    /// <param name="fanInFanOut">Whether the weight is stored as <c>[in, out]</c>.</param>
    public LoraStart Start(bool fanInFanOut) => LoraStart.Made("LoftQ", _ =>
    {
        var (a, b) = fanInFanOut ? (_left!.t().clone(), _right!.t().clone()) : (_right!.clone(), _left!.clone());
        _left!.Dispose();
        _right!.Dispose();
        return (a, b);
    });

    private Tensor Correct(Tensor residual)
    {
        var (u, s, vh) = linalg.svd(residual, fullMatrices: false);
        var rank = Math.Min(_rank, s.shape[0]);
        var root = (s.narrow(0, 0, rank) / _scaling).sqrt();
        _left?.Dispose();
        _right?.Dispose();
        _left = (u.narrow(1, 0, rank) * root).DetachFromDisposeScope();
        _right = (vh.narrow(0, 0, rank) * root.unsqueeze(1)).DetachFromDisposeScope();
        return _left.mm(_right) * _scaling;
    }
}
