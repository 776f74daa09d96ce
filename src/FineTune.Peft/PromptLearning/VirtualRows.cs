using FineTune.Nn;
using static TorchSharp.torch;

namespace FineTune.Peft;

/// <summary>Learned rows, one for each virtual token: a table, or what an encoder makes of one.</summary>
internal abstract class VirtualRows
{
    /// <summary>Whether the rows themselves are what is learned.</summary>
    public virtual bool IsTable => false;

    /// <summary>All of the rows.</summary>
    /// <returns><c>[virtual tokens, width]</c>, float32.</returns>
    public Tensor All() => Columns(null);

    /// <summary>The rows, or some columns of them.</summary>
    /// <param name="range">The columns; null for all.</param>
    /// <returns><c>[virtual tokens, columns]</c>, float32.</returns>
    public abstract Tensor Columns((long First, long Count)? range);

    /// <summary>Rows that are learned as such.</summary>
    /// <param name="root">The scope of the whole model.</param>
    /// <param name="count">How many.</param>
    /// <param name="width">Length of one.</param>
    /// <param name="init">First values; null draws them as torch's <c>Embedding</c> does.</param>
    public static VirtualRows Table(ModuleScope root, int count, long width, Initializer? init = null) =>
        new Plain(root.Adapter(PromptLearningAdapter.Vectors, [count, width], init ?? Initializer.Normal(1)));

    private sealed class Plain(Parameter rows) : VirtualRows
    {
        public override bool IsTable => true;

        public override Tensor Columns((long First, long Count)? range) =>
            range is { } part ? rows.Value.narrow(1, part.First, part.Count) : rows.Value;
    }
}
