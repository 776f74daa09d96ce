using FineTune.Nn;
using static TorchSharp.torch;

namespace FineTune.Peft;

/// <summary>The learned vectors of one layer: gate · softmax(q kᵀ / √head_dim) v, where the layer's own projections make
/// k and v of them, without positions (arXiv:2303.16199, section 3.2; PEFT's <c>AdaptedAttention</c>).</summary>
internal sealed class AdaptionPrompt : IAttentionPrompt
{
    private readonly AdapterSwitch _switch;
    private readonly Parameter _prompt;
    private readonly Parameter _gate;

    public AdaptionPrompt(int count, long hidden, AdapterSwitch @switch, ModuleScope scope)
    {
        _switch = @switch;
        _prompt = scope.Adapter("adaption_prompt", [1, count, hidden], Initializer.Normal(1));
        _gate = scope.Adapter("adaption_gate", [1], Initializer.Zeros);
    }

    public bool Enabled => _switch.Enabled;

    public bool BehindOutput { get; init; }

    public Tensor Vectors() => _prompt.Value[0];

    public Tensor Attend(Tensor query, Tensor keys, Tensor values)
    {
        var (tokens, heads, size) = (query.shape[0], query.shape[1], query.shape[2]);
        var shared = heads / keys.shape[1];
        var perKey = query.reshape(tokens, -1, shared, size).transpose(0, 1).reshape(keys.shape[1], -1, size);
        var scores = perKey.bmm(keys.permute(1, 2, 0)) / Math.Sqrt(size);      // [kv_heads, tokens * shared, count]
        var weights = (_gate.Value * scores.softmax(-1, float32)).to(query.dtype);
        return weights.bmm(values.transpose(0, 1))                             // [kv_heads, tokens * shared, head_dim]
            .view(-1, tokens, shared, size)
            .transpose(0, 1)
            .reshape(tokens, heads * size);
    }
}
