using static TorchSharp.torch;

namespace FineTune.Nn;

/// <summary>Root-mean-square normalisation over the last dimension (arXiv:1910.07467), computed in float32.</summary>
public sealed class RmsNorm : INorm
{
    private readonly double _eps;
    private readonly bool _aroundOne;
    private float[]? _frozenScale;

    internal RmsNorm(Parameter weight, double eps, bool aroundOne)
    {
        Weight = weight;
        _eps = eps;
        _aroundOne = aroundOne;
    }

    /// <summary>Scale, <c>[hidden]</c>; in the Gemma family what the scale is above 1.</summary>
    public Parameter Weight { get; }

    /// <inheritdoc/>
    public Tensor Forward(Tensor input)
    {
        if (Weight.Value.requires_grad || !CpuRows.Takes(input) || !CpuRows.Takes(Weight.Value))
        {
            return (_aroundOne ? null : FusedOps.RmsNorm(input, Weight.Value, _eps)) ?? Spelled(input);
        }
        // Where the scale is trained, this is what it was before, put back for a while.
        var scale = Weight.Trainable ? ReadScale() : _frozenScale ??= ReadScale();
        if (!is_grad_enabled() || !input.requires_grad)
        {
            using var factors = empty(input.numel() / scale.Length);
            return Normed(input, scale, _eps, factors);
        }
        // What a zero hides cannot be read back from the output.
        return scale.Contains(0) ? Spelled(input) : Norming.apply(input, scale, _eps);
    }

    private Tensor Spelled(Tensor input)
    {
        var x = input.to(float32);
        var normed = x * (x.square().mean([-1], keepdim: true) + _eps).rsqrt();
        // Llama rounds before it scales, Gemma after (transformers' modeling_llama.py and modeling_gemma.py).
        return _aroundOne
            ? (normed * (Weight.Value.to(float32) + 1)).to(input.dtype)
            : (normed.to(input.dtype) * Weight.Value).to(input.dtype);
    }

    private float[] ReadScale()
    {
        var scale = CpuRows.Floats(Weight.Value).ToArray();
        return _aroundOne ? Array.ConvertAll(scale, s => s + 1) : scale;
    }

    private static Tensor Normed(Tensor input, float[] scale, double eps, Tensor factors)
    {
        var width = scale.Length;
        var output = empty_like(input);
        CpuRows.Run(factors.numel(), width, (first, count) => RmsLoop.Forward(
            CpuRows.Floats(input).Slice(first * width, count * width),
            scale,
            eps,
            CpuRows.Floats(output).Slice(first * width, count * width),
            CpuRows.Floats(factors).Slice(first, count)));
        return output;
    }

    // Keeps the output, which the layer behind keeps anyway, and one number a row. The input goes.
    private sealed class Norming : autograd.SingleTensorFunction<Norming>
    {
        private const string Scale = "scale";

        public override string Name => nameof(RmsNorm);

        public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
        {
            var (input, scale) = ((Tensor)vars[0], (float[])vars[1]);
            var factors = empty(input.numel() / scale.Length);
            var output = Normed(input, scale, (double)vars[2], factors);
            ctx.save_data(Scale, scale);
            ctx.save_for_backward([output, factors]);
            return output;
        }

        public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output)
        {
            var scale = (float[])ctx.get_data(Scale)!;
            var saved = ctx.get_saved_variables();
            var (output, factors) = (saved[0], saved[1]);
            var gradient = grad_output.contiguous();
            var result = empty_like(gradient);
            var width = scale.Length;
            CpuRows.Run(factors.numel(), width, (first, count) => RmsLoop.Backward(
                CpuRows.Floats(gradient).Slice(first * width, count * width),
                CpuRows.Floats(output).Slice(first * width, count * width),
                scale,
                CpuRows.Floats(factors).Slice(first, count),
                CpuRows.Floats(result).Slice(first * width, count * width)));
            return [result, null!, null!];
        }
    }
}
