using static TorchSharp.torch;

namespace FineTune.Nn;

/// <summary>Two linear layers with an activation between them.</summary>
public sealed class Mlp : IFeedForward
{
    private readonly ILinear _up;
    private readonly Func<Tensor, Tensor> _activation;
    private readonly ILinear _down;

    /// <summary>Joins the layers.</summary>
    public Mlp(ILinear up, Func<Tensor, Tensor> activation, ILinear down) =>
        (_up, _activation, _down) = (up, activation, down);

    /// <inheritdoc/>
    public Tensor Forward(Tensor input) => _down.Forward(_activation(_up.Forward(input)));
}
