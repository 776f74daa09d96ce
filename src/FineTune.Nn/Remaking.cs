using System.Runtime.CompilerServices;
using static TorchSharp.torch;

namespace FineTune.Nn;

/// <summary>Which tensors can be made again, at small cost, from others that the backward pass keeps anyway. A layer
/// that needs its input there asks here before it keeps it.</summary>
public static class Remaking
{
    private static readonly ConditionalWeakTable<Tensor, Recipe> Recipes = [];

    /// <summary>x Wᵀ in the weight's type, for a weight that trains. x itself is kept as it comes, never converted, and
    /// not at all where it can be made again.</summary>
    /// <param name="input">x, <c>[tokens, in]</c>, of any floating type.</param>
    /// <param name="weight">W, <c>[out, in]</c>.</param>
    /// <returns><c>[tokens, out]</c>, of the weight's type.</returns>
    public static Tensor Product(Tensor input, Tensor weight)
    {
        if (!is_grad_enabled() || !weight.requires_grad)
        {
            return input.to(weight.dtype).mm(weight.t());
        }
        if (Recipes.TryGetValue(input, out var recipe))
        {
            return LeanProduct.apply(input, weight, recipe);
        }
        return input.dtype == weight.dtype
            ? input.mm(weight.t())
            : LeanProduct.apply(input, weight, new Recipe([input], from => from[0]));
    }

    /// <summary>Tells how a tensor can be made again.</summary>
    /// <param name="made">The tensor.</param>
    /// <param name="from">What it is made from.</param>
    /// <param name="make">Makes it; records nothing.</param>
    internal static void Note(Tensor made, Tensor[] from, Func<IReadOnlyList<Tensor>, Tensor> make) =>
        Recipes.Add(made, new Recipe(from, make));

    private sealed record Recipe(Tensor[] From, Func<IReadOnlyList<Tensor>, Tensor> Make);

    private sealed class LeanProduct : autograd.SingleTensorFunction<LeanProduct>
    {
        private const string Make = "make";

        public override string Name => nameof(LeanProduct);

        public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
        {
            var (input, weight, recipe) = ((Tensor)vars[0], (Tensor)vars[1], (Recipe)vars[2]);
            ctx.save_data(Make, recipe.Make);
            ctx.save_for_backward([weight, .. recipe.From]);
            return input.to(weight.dtype).mm(weight.t());
        }

        public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output)
        {
            var make = (Func<IReadOnlyList<Tensor>, Tensor>)ctx.get_data(Make)!;
            var saved = ctx.get_saved_variables();
            var weight = saved[0];
            var input = make(saved[1..]);
            return [grad_output.mm(weight).to(input.dtype), grad_output.t().mm(input.to(weight.dtype)), null!];
        }
    }
}
