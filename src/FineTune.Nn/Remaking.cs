using System.Runtime.CompilerServices;
using static TorchSharp.torch;

namespace FineTune.Nn;

/// <summary>Which tensors can be made again, at small cost, from others that the backward pass keeps anyway. A layer
/// that needs its input there asks here before it keeps it.</summary>
public static class Remaking
{
    private static readonly ConditionalWeakTable<Tensor, KeptTensor> Recipes = [];

    /// <summary>What to keep of a tensor.</summary>
    /// <param name="tensor">Needed in the backward pass.</param>
    public static KeptTensor Keep(Tensor tensor) =>
        Recipes.TryGetValue(tensor, out var recipe) ? recipe : new KeptTensor([tensor], from => from[0]);

    /// <summary>x Wᵀ in the weight's type, for a weight that trains. x itself is kept as it comes, never converted, and
    /// not at all where it can be made again.</summary>
    /// <param name="input">x, <c>[tokens, in]</c>, of any floating type.</param>
    /// <param name="weight">W, <c>[out, in]</c>.</param>
    /// <returns><c>[tokens, out]</c>, of the weight's type.</returns>
    public static Tensor Product(Tensor input, Tensor weight) =>
        is_grad_enabled() && weight.requires_grad
            ? LeanProduct.apply(input, weight, Keep(input), input.requires_grad)
            : input.to(weight.dtype).mm(weight.t());

    /// <summary>Tells how a tensor can be made again.</summary>
    /// <param name="made">The tensor.</param>
    /// <param name="from">What it is made from.</param>
    /// <param name="make">Makes it; records nothing.</param>
    internal static void Note(Tensor made, Tensor[] from, Func<IReadOnlyList<Tensor>, Tensor> make) =>
        Recipes.Add(made, new KeptTensor(from, make));

    /// <summary>Rearranges a tensor. What comes out can be made again if what went in can.</summary>
    /// <param name="tensor">The tensor.</param>
    /// <param name="rearrange">Gives a view, a copy or the tensor itself.</param>
    internal static Tensor Through(Tensor tensor, Func<Tensor, Tensor> rearrange)
    {
        var result = rearrange(tensor);
        if (!ReferenceEquals(result, tensor) && Recipes.TryGetValue(tensor, out var recipe))
        {
            Note(result, [.. recipe.From], from => rearrange(recipe.Make(from)));
        }
        return result;
    }

    private sealed class LeanProduct : autograd.SingleTensorFunction<LeanProduct>
    {
        private const string Kept = "kept";
        private const string PassesOn = "passes on";

        public override string Name => nameof(LeanProduct);

        public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
        {
            var (input, weight, kept) = ((Tensor)vars[0], (Tensor)vars[1], (KeptTensor)vars[2]);
            ctx.save_data(Kept, kept.Make);
            ctx.save_data(PassesOn, vars[3]);
            ctx.save_for_backward([weight, .. kept.From]);
            return input.to(weight.dtype).mm(weight.t());
        }

        public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output)
        {
            var make = (Func<IReadOnlyList<Tensor>, Tensor>)ctx.get_data(Kept)!;
            var saved = ctx.get_saved_variables();
            var weight = saved[0];
            var input = make(saved[1..]);
            var forInput = (bool)ctx.get_data(PassesOn)! ? grad_output.mm(weight).to(input.dtype) : null!;
            return [forInput, grad_output.t().mm(input.to(weight.dtype)), null!, null!];
        }
    }
}
