using FineTune.Nn;
using static TorchSharp.torch;

namespace FineTune.Peft;

/// <summary>A frozen linear layer and its low-rank update as one operation, y = x Wᵀ + b + s · x Aᵀ Bᵀ, with
/// ∂x = ∂y W + s · ∂y B A. Apart, the two would each give a gradient of the input's size, to be added; and the second
/// would keep the input in its own type.</summary>
internal sealed class LowRankProduct : autograd.SingleTensorFunction<LowRankProduct>
{
    private const string Layer = "layer";
    private const string Scaling = "scaling";
    private const string Make = "make";
    private const string PassesOn = "passes on";

    public override string Name => nameof(LowRankProduct);

    /// <summary>y, recorded as one operation.</summary>
    /// <param name="layer">W and b; neither trains.</param>
    /// <param name="input">x, <c>[tokens, in]</c>.</param>
    /// <param name="a"><c>[rank, in]</c>.</param>
    /// <param name="b"><c>[out, rank]</c>, of A's type.</param>
    /// <param name="scaling">s.</param>
    /// <returns><c>[tokens, out]</c>, of the input's type.</returns>
    public static Tensor Of(Linear layer, Tensor input, Tensor a, Tensor b, float scaling) =>
        apply(input, a, b, layer, scaling, Remaking.Keep(input), input.requires_grad);

    public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
    {
        var (input, a, b) = ((Tensor)vars[0], (Tensor)vars[1], (Tensor)vars[2]);
        var (layer, scaling, kept) = ((Linear)vars[3], (float)vars[4], (KeptTensor)vars[5]);
        var output = layer.Forward(input);                                             // [tokens, out]
        var low = input.to(a.dtype).mm(a.t());                                         // [tokens, rank]
        ctx.save_data(Layer, layer);
        ctx.save_data(Scaling, scaling);
        ctx.save_data(Make, kept.Make);
        ctx.save_data(PassesOn, vars[6]);
        ctx.save_for_backward([a, b, low, .. kept.From]);
        return Add(output, low, b.t(), scaling);
    }

    public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output)
    {
        var layer = (Linear)ctx.get_data(Layer)!;
        var scaling = (float)ctx.get_data(Scaling)!;
        var make = (Func<IReadOnlyList<Tensor>, Tensor>)ctx.get_data(Make)!;
        var saved = ctx.get_saved_variables();
        var (a, b, low) = (saved[0], saved[1], saved[2]);
        var gradient = grad_output.to(a.dtype);                                        // [tokens, out]
        var forLow = gradient.mm(b).mul_(scaling);                                     // [tokens, rank]
        var forA = FirstGradient(forLow, make, saved[3..]);
        var forB = gradient.t().mm(low).mul_(scaling);
        var forInput = (bool)ctx.get_data(PassesOn)! ? Add(layer.InputGradient(grad_output), forLow, a, 1) : null!;
        return [forInput, forA, forB, null!, null!, null!, null!];
    }

    // In a scope of its own: an input that is made again is gone before the gradient of its size comes.
    private static Tensor FirstGradient(
        Tensor forLow, Func<IReadOnlyList<Tensor>, Tensor> make, IReadOnlyList<Tensor> kept)
    {
        using var scope = NewDisposeScope();
        return forLow.t().mm(make(kept).to(forLow.dtype)).MoveToOuterDisposeScope();
    }

    // whole + s · left right, in the memory of whole.
    private static Tensor Add(Tensor whole, Tensor left, Tensor right, float scaling) =>
        whole.dtype == left.dtype
            ? whole.addmm_(left, right, beta: 1, alpha: scaling)
            : whole.add_(left.mm(right).mul_(scaling).to(whole.dtype));
}
