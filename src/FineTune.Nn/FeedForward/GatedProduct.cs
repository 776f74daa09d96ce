using static TorchSharp.torch;

namespace FineTune.Nn;

/// <summary>silu(gate) · up as one operation that keeps its two inputs and nothing else for the backward pass. What
/// comes out can be made again from them, so a layer behind need not keep it either.</summary>
internal sealed class GatedProduct : autograd.SingleTensorFunction<GatedProduct>
{
    public override string Name => nameof(GatedProduct);

    /// <summary>Whether the operation has loops for these inputs.</summary>
    public static bool Takes(Tensor gate, Tensor up) => CpuRows.Takes(gate) && CpuRows.Takes(up);

    /// <summary>silu(gate) · up.</summary>
    /// <param name="gate"><c>[tokens, inter]</c>.</param>
    /// <param name="up"><c>[tokens, inter]</c>.</param>
    /// <returns><c>[tokens, inter]</c>.</returns>
    public static Tensor Of(Tensor gate, Tensor up)
    {
        if (!is_grad_enabled() || !(gate.requires_grad || up.requires_grad))
        {
            return Product(gate, up);
        }
        var product = apply(gate, up);
        Remaking.Note(product, [gate, up], from => Product(from[0], from[1]));
        return product;
    }

    public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
    {
        var (gate, up) = ((Tensor)vars[0], (Tensor)vars[1]);
        ctx.save_for_backward([gate, up]);
        return Product(gate, up);
    }

    public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output)
    {
        var saved = ctx.get_saved_variables();
        var (gate, up, gradient) = (saved[0], saved[1], grad_output.contiguous());
        var (forGate, forUp) = (PlaceOfGradient(gate), PlaceOfGradient(up));
        var width = (int)gate.shape[^1];
        CpuRows.Run(gate.numel() / width, width, (first, count) =>
        {
            var (start, length) = (first * width, count * width);
            SwiGluLoop.Backward(
                CpuRows.Floats(gradient).Slice(start, length),
                CpuRows.Floats(gate).Slice(start, length),
                CpuRows.Floats(up).Slice(start, length),
                CpuRows.Floats(forGate).Slice(start, length),
                CpuRows.Floats(forUp).Slice(start, length));
        });
        return [forGate, forUp];
    }

    /// <summary>The operand's own memory if it is a result, for the two largest tensors of a layer end here. Autograd is
    /// told of the change: whoever else kept the operand, or runs over the graph once more, is refused.</summary>
    private static Tensor PlaceOfGradient(Tensor operand)
    {
        if (operand.is_leaf)
        {
            return empty_like(operand);
        }
        using var guard = no_grad();
        using var told = operand.narrow(0, 0, 1).mul_(1);
        return operand.detach();
    }

    private static Tensor Product(Tensor gate, Tensor up)
    {
        var output = empty_like(gate);
        var width = (int)gate.shape[^1];
        CpuRows.Run(gate.numel() / width, width, (first, count) => SwiGluLoop.Forward(
            CpuRows.Floats(gate).Slice(first * width, count * width),
            CpuRows.Floats(up).Slice(first * width, count * width),
            CpuRows.Floats(output).Slice(first * width, count * width)));
        return output;
    }
}
