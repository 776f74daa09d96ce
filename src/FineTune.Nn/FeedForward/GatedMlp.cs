using static TorchSharp.torch;

namespace FineTune.Nn;

/// <summary>A feed-forward layer whose activated gate multiplies a second projection (arXiv:2002.05202).</summary>
public sealed class GatedMlp : IFeedForward
{
    private readonly Func<Tensor, (Tensor Gate, Tensor Up)> _project;
    private readonly Func<Tensor, Tensor> _activation;
    private readonly ILinear _down;

    /// <summary>Joins the layers.</summary>
    public GatedMlp(ILinear gate, ILinear up, Func<Tensor, Tensor> activation, ILinear down)
    {
        _project = x => (gate.Forward(x), up.Forward(x));
        _activation = activation;
        _down = down;
    }

    /// <summary>Joins the layers where gate and second projection are one layer, the gate first.</summary>
    public GatedMlp(ILinear gateAndUp, Func<Tensor, Tensor> activation, ILinear down)
    {
        _project = x =>
        {
            var both = gateAndUp.Forward(x).chunk(2, -1);
            return (both[0], both[1]);
        };
        _activation = activation;
        _down = down;
    }

    /// <inheritdoc/>
    public Tensor Forward(Tensor input)
    {
        var (gate, up) = _project(input);                                      // [tokens, inter] each
        return _down.Forward((_activation == Activation.Silu ? Gated(gate, up) : null) ?? _activation(gate) * up);
    }

    private static Tensor? Gated(Tensor gate, Tensor up) =>
        GatedProduct.Takes(gate, up) ? GatedProduct.Of(gate, up) : FusedOps.GatedProduct(gate, up);
}
