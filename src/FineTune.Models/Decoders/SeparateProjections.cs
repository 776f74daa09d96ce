using FineTune.Nn;
using static TorchSharp.torch;

namespace FineTune.Models;

/// <summary>Queries, keys and values from a linear layer each.</summary>
internal sealed class SeparateProjections(ILinear query, ILinear key, ILinear value, long headDim) : IProjections
{
    /// <summary>The layers that most decoders have: <c>q_proj</c>, <c>k_proj</c>, <c>v_proj</c>.</summary>
    public static SeparateProjections Named(ModuleScope scope, long hidden, AttentionShape shape, bool bias) => new(
        scope.Linear("q_proj", hidden, shape.Heads * shape.HeadDim, bias),
        scope.Linear("k_proj", hidden, shape.KeyValueHeads * shape.HeadDim, bias),
        scope.Linear("v_proj", hidden, shape.KeyValueHeads * shape.HeadDim, bias),
        shape.HeadDim);

    public (Tensor Query, Tensor Key, Tensor Value) Forward(Tensor input, DecoderPass pass) =>
        (Heads(query.Forward(pass.Wanted(input))), Heads(key.Forward(input)), Heads(value.Forward(input)));

    private Tensor Heads(Tensor rows) => rows.view(rows.shape[0], -1, headDim);
}
