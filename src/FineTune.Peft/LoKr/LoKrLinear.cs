using FineTune.Nn;
using static TorchSharp.torch;

namespace FineTune.Peft;

/// <summary>A linear layer with the update s · W₁ ⊗ W₂, where either factor may itself be a product of two narrow matrices
/// (arXiv:2309.14859; PEFT's <c>tuners/lokr/layer.py</c>).</summary>
internal sealed class LoKrLinear : UpdatedLinear
{
    private readonly Func<Tensor> _first;
    private readonly Func<Tensor> _second;

    public LoKrLinear(Linear inner, LoKrConfig config, AdapterSwitch @switch, ModuleScope scope)
        : base(inner, config, config.RankDropoutScale, @switch, scope)
    {
        long rank = config.RankOf(inner.Path);
        var (outer, inside) = (Split(inner.OutFeatures, config), Split(inner.InFeatures, config));
        var firstWhole = !config.DecomposeBoth || 2 * rank >= Math.Max(outer.Small, inside.Small);
        var secondWhole = 2 * rank >= Math.Max(outer.Large, inside.Large);
        _first = Factor(
            scope, LoKrTensors.First, outer.Small, inside.Small, firstWhole ? null : rank,
            zero: config.InitWeights == LoraStart.Default ? Zeroed.Left : Zeroed.None);
        _second = Factor(
            scope, LoKrTensors.Second, outer.Large, inside.Large, secondWhole ? null : rank,
            zero: config.InitWeights == LoKrConfig.Lycoris ? Zeroed.Right : Zeroed.None);
    }

    private enum Zeroed
    {
        None,
        Left,
        Right,
    }

    protected override Tensor Update() => LoKrTensors.Kronecker(_first() * Scaling, _second()); // [out, in]

    /// <summary>Two numbers whose product is a size: the asked one and its partner if that divides it, otherwise those
    /// below it that lie nearest together.</summary>
    private static (long Small, long Large) Split(long size, LoKrConfig config)
    {
        long factor = config.DecomposeFactor;
        if (factor > 0 && size % factor == 0)
        {
            // Not put in order: PEFT takes the asked one first even where it is the larger.
            return (factor, size / factor);
        }
        var limit = factor == -1 ? size : factor;
        var (small, large) = (1L, size);
        for (var next = 2L; small < large && next <= limit; next++)
        {
            if (size % next == 0)
            {
                (small, large) = (next, size / next);
            }
        }
        return (Math.Min(small, large), Math.Max(small, large));
    }

    private static Func<Tensor> Factor(ModuleScope scope, string name, long rows, long columns, long? rank, Zeroed zero)
    {
        if (rank is not { } narrow)
        {
            var whole = scope.Adapter(
                name, [rows, columns], zero == Zeroed.None ? Initializer.KaimingUniform(columns) : Initializer.Zeros);
            return () => whole.Value;
        }
        var left = scope.Adapter(
            LoKrTensors.LeftOf(name), [rows, narrow], zero == Zeroed.Left ? Initializer.Zeros : Initializer.KaimingUniform(narrow));
        var right = scope.Adapter(
            LoKrTensors.RightOf(name), [narrow, columns],
            zero == Zeroed.Right ? Initializer.Zeros : Initializer.KaimingUniform(columns));
        return () => left.Value.mm(right.Value);
    }
}
