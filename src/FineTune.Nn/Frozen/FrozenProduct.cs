using static TorchSharp.torch;

namespace FineTune.Nn;

/// <summary>Products with a frozen weight, in windows of its rows: however large it is, only a window exists as a tensor,
/// and only while it is multiplied. The backward pass makes the windows again instead of keeping them.</summary>
internal sealed class FrozenProduct : autograd.SingleTensorFunction<FrozenProduct>
{
    private const string Weight = "weight";
    private const string Transposed = "transposed";
    private const long WindowElements = 1 << 22;

    public override string Name => nameof(FrozenProduct);

    /// <summary>x Wᵀ or, transposed, x W.</summary>
    /// <param name="input"><c>[tokens, columns]</c> or, transposed, <c>[tokens, rows]</c>; of the weight's type.</param>
    /// <param name="weight"><c>[rows, columns]</c>.</param>
    /// <param name="transposed">Which of the two.</param>
    public static Tensor Of(Tensor input, IFrozenWeight weight, bool transposed) =>
        input.requires_grad && is_grad_enabled()
            ? apply(input, weight, transposed)
            : Multiply(input, weight, transposed);

    public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
    {
        ctx.save_data(Weight, vars[1]);
        ctx.save_data(Transposed, vars[2]);
        return Multiply((Tensor)vars[0], (IFrozenWeight)vars[1], (bool)vars[2]);
    }

    public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output) =>
    [
        Multiply(grad_output, (IFrozenWeight)ctx.get_data(Weight)!, !(bool)ctx.get_data(Transposed)!),
        null!,
        null!,
    ];

    private static Tensor Multiply(Tensor input, IFrozenWeight weight, bool transposed)
    {
        var (rows, columns) = (weight.Shape[0], weight.Shape[1]);
        var step = Math.Max(1, WindowElements / columns);
        if (step >= rows)
        {
            using var whole = weight.Rows(0, rows);
            using var turned = whole.t();
            return input.mm(transposed ? whole : turned);
        }
        var product = zeros([input.shape[0], transposed ? columns : rows], input.dtype, input.device);
        for (long first = 0; first < rows; first += step)
        {
            var count = Math.Min(step, rows - first);
            using var window = weight.Rows(first, count);                              // [count, columns]
            if (transposed)
            {
                using var part = input.narrow(1, first, count);                        // [tokens, count]
                product.addmm_(part, window);
            }
            else
            {
                using var turned = window.t();
                using var scores = input.mm(turned);                                   // [tokens, count]
                using var place = product.narrow(1, first, count);
                place.copy_(scores);
            }
        }
        return product;
    }
}
