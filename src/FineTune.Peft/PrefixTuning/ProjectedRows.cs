using FineTune.Nn;
using static TorchSharp.torch;

namespace FineTune.Peft;

/// <summary>Keys and values that two linear layers make of a table (PEFT's <c>PrefixEncoder</c> with
/// <c>prefix_projection</c>).</summary>
internal sealed class ProjectedRows : VirtualRows
{
    private readonly Parameter _table;
    private readonly AdapterLinear _down;
    private readonly AdapterLinear _up;

    /// <summary>Makes the parameters.</summary>
    /// <param name="scope">Where they lie.</param>
    /// <param name="sizes">Number of virtual tokens; width of one, between the layers, and of the result.</param>
    /// <param name="zero">Whether the result is zero at first.</param>
    public ProjectedRows(ModuleScope scope, (int Count, long Input, long Hidden, long Output) sizes, bool zero)
    {
        _table = scope.Adapter("embedding.weight", [sizes.Count, sizes.Input], Initializer.Normal(1));
        var transform = scope.Sub("transform");
        _down = new AdapterLinear(transform.Sub(0), sizes.Input, sizes.Hidden);
        _up = new AdapterLinear(transform.Sub(2), sizes.Hidden, sizes.Output, zero);
    }

    public override Tensor Columns((long First, long Count)? range) =>
        _up.Forward(_down.Forward(_table.Value).tanh(), range);
}
