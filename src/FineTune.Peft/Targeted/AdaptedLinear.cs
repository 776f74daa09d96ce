using FineTune.Nn;
using static TorchSharp.torch;

namespace FineTune.Peft;

/// <summary>A linear layer with an adapter around it. Switched off it is the layer itself.</summary>
/// <param name="inner">The layer as the checkpoint has it.</param>
/// <param name="switch">The adapter's switch.</param>
internal abstract class AdaptedLinear(Linear inner, AdapterSwitch @switch) : ILinear, IMergeable
{
    public string Path => Inner.Path;

    public long InFeatures => Inner.InFeatures;

    public long OutFeatures => Inner.OutFeatures;

    /// <summary>The layer as the checkpoint has it.</summary>
    public Linear Inner { get; } = inner;

    public virtual IReadOnlyList<string> BaseNames => [WeightName];

    /// <summary>What the adapter adds to the weight, where that does not depend on the weight; otherwise null.</summary>
    public virtual LayerUpdate? Added => null;

    /// <summary>The weight's name by its layer: where two layers share one tensor, only this one's use of it is
    /// adapted.</summary>
    protected string WeightName => $"{Path}.weight";

    public Tensor Forward(Tensor input) => @switch.Enabled ? Adapted(input) : Inner.Forward(input);

    public Tensor Merge(string name, Tensor value)
    {
        if (name != WeightName)
        {
            return MergeBias(value);
        }
        return Inner.FanInFanOut ? MergeWeight(value.t()).t() : MergeWeight(value);
    }

    public virtual bool MergesRows(string name) => false;

    public virtual Tensor MergeRows(string name, Tensor rows, long first) =>
        throw new NotSupportedException($"{name} is merged as a whole");

    /// <summary>The layer's output with the adapter's effect.</summary>
    /// <param name="input"><c>[tokens, in]</c>.</param>
    /// <returns><c>[tokens, out]</c>, of the input's type.</returns>
    protected abstract Tensor Adapted(Tensor input);

    /// <summary>The weight with the adapter's effect folded in.</summary>
    /// <param name="weight"><c>[out, in]</c>, float32; not changed.</param>
    /// <returns><c>[out, in]</c>.</returns>
    protected abstract Tensor MergeWeight(Tensor weight);

    /// <summary>The bias with the adapter's effect folded in, for methods that change it.</summary>
    /// <param name="bias"><c>[out]</c>, float32; not changed.</param>
    protected virtual Tensor MergeBias(Tensor bias) => bias;
}
