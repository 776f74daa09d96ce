using FineTune.Nn;
using static TorchSharp.torch;

namespace FineTune.Peft;

/// <summary>Virtual tokens that three linear layers make of a table (PEFT's <c>PromptEncoder</c> of kind MLP).</summary>
internal sealed class MlpRows : VirtualRows
{
    private readonly Parameter _table;
    private readonly AdapterLinear _first;
    private readonly AdapterLinear _second;
    private readonly AdapterLinear _third;

    /// <summary>Makes the parameters.</summary>
    /// <param name="scope">Where they lie.</param>
    /// <param name="count">Number of virtual tokens.</param>
    /// <param name="width">Width of one.</param>
    /// <param name="hidden">Width between the layers.</param>
    public MlpRows(ModuleScope scope, int count, long width, long hidden)
    {
        _table = scope.Adapter("embedding.weight", [count, width], Initializer.Normal(1));
        var head = scope.Sub("mlp_head");
        _first = new AdapterLinear(head.Sub(0), width, hidden);
        _second = new AdapterLinear(head.Sub(2), hidden, hidden);
        _third = new AdapterLinear(head.Sub(4), hidden, width);
    }

    public override Tensor Columns((long First, long Count)? range) =>
        _third.Forward(_second.Forward(_first.Forward(_table.Value).relu()).relu(), range);
}
