using static TorchSharp.torch;

namespace FineTune.Nn;

/// <summary>Keys and values of one layer that stand before every sequence's own: attention sees them as tokens that came
/// first.</summary>
/// <param name="Rows">The packing with room for them.</param>
/// <param name="Keys"><c>[count, kv_heads, head_dim]</c>.</param>
/// <param name="Values">As the keys.</param>
public sealed record LeadingKeys(LeadingRows Rows, Tensor Keys, Tensor Values)
{
    /// <summary>The batch's keys behind these.</summary>
    /// <param name="keys"><c>[tokens, kv_heads * head_dim]</c> or <c>[tokens, kv_heads, head_dim]</c>.</param>
    internal Tensor BeforeKeys(Tensor keys) => Rows.Join(Keys, keys.view(keys.shape[0], Keys.shape[1], Keys.shape[2]));

    /// <summary>The batch's values behind these.</summary>
    /// <param name="values">As the keys.</param>
    internal Tensor BeforeValues(Tensor values) =>
        Rows.Join(Values, values.view(values.shape[0], Values.shape[1], Values.shape[2]));
}
