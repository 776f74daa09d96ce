using static TorchSharp.torch;

namespace FineTune.Nn;

/// <summary>The turns of a batch's tokens.</summary>
/// <param name="cos"><c>[tokens, 1, head_dim]</c>: cosines for both halves, 1 for dimensions that do not turn.</param>
/// <param name="sin"><c>[tokens, 1, rotary_dim / 2]</c>.</param>
public sealed class RotaryTable(Tensor cos, Tensor sin)
{
    private readonly Tensor _cos = cos;
    private readonly Tensor _sin = sin;

    /// <summary>The turns of some of the tokens.</summary>
    /// <param name="tokens"><c>[rows]</c>, int64.</param>
    public RotaryTable At(Tensor tokens) => new(_cos.index_select(0, tokens), _sin.index_select(0, tokens));

    /// <summary>Turns every head of every token.</summary>
    /// <param name="heads"><c>[tokens, heads, head_dim]</c>.</param>
    /// <returns><c>[tokens, heads, head_dim]</c>, contiguous.</returns>
    public Tensor Turn(Tensor heads) => FusedOps.Rotated(heads, _cos, _sin)
        ?? (is_grad_enabled() && heads.requires_grad
            ? Turning.apply(heads, _cos, _sin)
            : Turned(heads, _cos, _sin, 1));

    private static Tensor Turned(Tensor heads, Tensor cos, Tensor sin, int direction) =>
        CpuRows.Takes(heads) && CpuRows.Takes(cos) && CpuRows.Takes(sin)
            ? Fused(heads, cos, sin, direction)
            : Spelled(heads, cos, sin, direction);

    private static Tensor Fused(Tensor heads, Tensor cos, Tensor sin, int direction)
    {
        var (size, half, width) = ((int)heads.shape[2], (int)sin.shape[2], (int)(heads.shape[1] * heads.shape[2]));
        var turned = empty_like(heads);
        CpuRows.Run(heads.shape[0], width, (first, count) => RotaryLoop.Turn(
            CpuRows.Floats(heads).Slice(first * width, count * width),
            CpuRows.Floats(cos).Slice(first * size, count * size),
            CpuRows.Floats(sin).Slice(first * half, count * half),
            (size, half),
            direction,
            CpuRows.Floats(turned).Slice(first * width, count * width)));
        return turned;
    }

    private static Tensor Spelled(Tensor heads, Tensor cos, Tensor sin, int direction)
    {
        var half = sin.shape[2];
        using var first = heads.narrow(2, 0, half);
        using var second = heads.narrow(2, half, half);
        var turned = heads * cos;
        using var turnedFirst = turned.narrow(2, 0, half);
        using var turnedSecond = turned.narrow(2, half, half);
        turnedFirst.addcmul_(second, sin, -direction);
        turnedSecond.addcmul_(first, sin, direction);
        return turned;
    }

    // The gradient of a turn is the turn back. Spelled out, autograd would keep and add halves.
    private sealed class Turning : autograd.SingleTensorFunction<Turning>
    {
        public override string Name => nameof(Turning);

        public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
        {
            var (heads, cos, sin) = ((Tensor)vars[0], (Tensor)vars[1], (Tensor)vars[2]);
            ctx.save_for_backward([cos, sin]);
            return Turned(heads, cos, sin, 1);
        }

        public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output)
        {
            var saved = ctx.get_saved_variables();
            return [Turned(grad_output, saved[0], saved[1], -1), null!, null!];
        }
    }
}
