using FineTune.Nn;
using static TorchSharp.torch;

namespace FineTune.Peft;

/// <summary>One bottleneck: h + s · drop(f(z D + d) U + u). Its input z is the sub-layer's output h (Houlsby), the normed
/// sum of that and the residual (Pfeiffer), or the residual (parallel); <c>Adapter</c> and <c>ParallelAdapter</c> in
/// AdapterHub's <c>methods/modeling.py</c>. It begins with U = 0, so that it changes nothing.</summary>
internal sealed class BottleneckLayer : ISublayerAdapter
{
    private readonly string _placement;
    private readonly AdapterSwitch _switch;
    private readonly AdapterLinear _down;
    private readonly AdapterLinear _up;
    private readonly Func<Tensor, Tensor> _activation;
    private readonly float _scale;
    private readonly Dropout _dropout;

    public BottleneckLayer(BottleneckConfig config, AdapterSwitch @switch, long hidden, ModuleScope scope)
    {
        var narrow = Math.Max(1, (long)(hidden / config.Reduction));
        _placement = config.Placement;
        _switch = @switch;
        _down = new AdapterLinear(scope.Sub("adapter_down"), hidden, narrow);
        _up = new AdapterLinear(scope.Sub("adapter_up"), narrow, hidden, zero: true);
        _activation = Activation.Find(config.Activation)!;
        _scale = (float)config.Scale;
        _dropout = scope.Dropout(config.Dropout);
    }

    public Tensor Forward(Tensor output, Tensor residual, INorm? norm)
    {
        if (!_switch.Enabled)
        {
            return output;
        }
        var input = _placement switch
        {
            BottleneckConfig.Houlsby => output,
            BottleneckConfig.Parallel => residual,
            _ => norm?.Forward(output + residual) ?? output + residual,
        };
        var change = _dropout.Forward(_up.Forward(_activation(_down.Forward(input.to(float32)))) * _scale);
        return output + change.to(output.dtype);
    }
}
