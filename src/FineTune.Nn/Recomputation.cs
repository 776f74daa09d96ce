using static TorchSharp.torch;

namespace FineTune.Nn;

/// <summary>A part of a model that, while gradient checkpointing is on, keeps nothing but its input for the backward
/// pass and computes the rest again there (arXiv:1604.06174). Dropout draws the same numbers both times.</summary>
public sealed class Recomputation
{
    private readonly ModuleScope _scope;
    private bool? _trains;

    internal Recomputation(ModuleScope scope) => _scope = scope;

    /// <summary>Runs the part.</summary>
    /// <param name="input"><c>[tokens, hidden]</c>.</param>
    /// <param name="part">Computes the output; whatever else it uses must still be there in the backward pass.</param>
    /// <returns>What <paramref name="part"/> returns.</returns>
    public Tensor Run(Tensor input, Func<Tensor, Tensor> part)
    {
        _trains ??= _scope.HoldsTrainable();
        // Where nothing is recorded, nothing is kept anyway.
        var recorded = is_grad_enabled() && (_trains.Value || input.requires_grad);
        return _scope.Mode.GradientCheckpointing && recorded ? Apply(input, part) : Scoped(input, part);
    }

    private static Tensor Apply(Tensor input, Func<Tensor, Tensor> part)
    {
        // A function is recorded only if an input wants a gradient, which frozen token vectors do not.
        using var anchor = input.requires_grad ? null : zeros(1, input.dtype, input.device, requires_grad: true);
        return Segment.apply(input, anchor!, part);
    }

    /// <summary>Runs a part and lets go of every intermediate result that no gradient needs.</summary>
    private static Tensor Scoped(Tensor input, Func<Tensor, Tensor> part)
    {
        using var scope = NewDisposeScope();
        return part(input).MoveToOuterDisposeScope();
    }

    private sealed class Segment : autograd.SingleTensorFunction<Segment>
    {
        private const string Part = "part";
        private const string Draws = "draws";
        private const string InputWanted = "input_wanted";

        public override string Name => nameof(Recomputation);

        public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
        {
            var input = (Tensor)vars[0];
            ctx.save_for_backward([input]);
            ctx.save_data(Part, vars[2]);
            ctx.save_data(InputWanted, input.requires_grad);
            var draws = RepeatedDraws.Begin(input);
            ctx.save_data(Draws, draws);
            using var first = draws.First();
            return Scoped(input, (Func<Tensor, Tensor>)vars[2]);
        }

        public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output)
        {
            var wanted = (bool)ctx.get_data(InputWanted)!;
            using var draws = (RepeatedDraws)ctx.get_data(Draws)!;
            var input = ctx.get_saved_variables()[0].detach();
            input.requires_grad = wanted;
            using (enable_grad())
            {
                Tensor output;
                using (draws.Again())
                {
                    output = ((Func<Tensor, Tensor>)ctx.get_data(Part)!)(input);
                }
                output.backward([grad_output]);
            }
            return [wanted ? input.grad! : null!, null!, null!];
        }
    }
}
