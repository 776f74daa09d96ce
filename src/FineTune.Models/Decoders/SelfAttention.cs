using FineTune.Nn;
using static TorchSharp.torch;

namespace FineTune.Models;

/// <summary>Causal self-attention of one decoder layer.</summary>
internal sealed class SelfAttention
{
    private readonly PackedAttention _attention;
    private readonly IAttentionPrompt? _prompt;

    public SelfAttention(AttentionShape shape, double dropout, ModuleScope scope)
    {
        _attention = new PackedAttention(shape with { Causal = true }, scope.Dropout(dropout));
        _prompt = scope.AttentionPrompt(shape);
    }

    /// <summary>Makes queries, keys and values.</summary>
    public required IProjections Projections { get; init; }

    /// <summary>Maps all heads back to the hidden size.</summary>
    public required ILinear Output { get; init; }

    /// <summary>A norm of each query head; null for none.</summary>
    public INorm? QueryNorm { get; init; }

    /// <summary>A norm of each key head; null for none.</summary>
    public INorm? KeyNorm { get; init; }

    /// <param name="input"><c>[tokens, hidden]</c>.</param>
    /// <param name="pass">What all layers share.</param>
    /// <param name="layer">The layer's number.</param>
    /// <returns><c>[wanted tokens, hidden]</c>.</returns>
    public Tensor Forward(Tensor input, DecoderPass pass, int layer)
    {
        var (query, key, value) = Projections.Forward(input, pass);            // [tokens, heads, head_dim] each
        query = QueryNorm?.Forward(query) ?? query;
        key = KeyNorm?.Forward(key) ?? key;
        if (pass.Rotary is { } rotary)
        {
            query = (pass.LastTokens is { } last ? rotary.At(last) : rotary).Turn(query);
            key = rotary.Turn(key);
        }
        var lead = pass.KeysOf(layer);
        var context = pass.LastTokens is null
            ? _attention.Forward(
                query, key, value, pass.Layout, pass.Cache is { } cache ? new CacheLayer(cache, layer) : null, lead)
            : _attention.ForwardOnePerSequence(query, key, value, pass.Layout, lead);
        return _prompt is { Enabled: true } prompt ? WithPrompt(prompt, context, query, pass) : Output.Forward(context);
    }

    private Tensor WithPrompt(IAttentionPrompt prompt, Tensor context, Tensor query, DecoderPass pass)
    {
        var (_, key, value) = Projections.Forward(prompt.Vectors().to(context.dtype), pass with { LastTokens = null });
        var found = prompt.Attend(query, KeyNorm?.Forward(key) ?? key, value);
        return prompt.BehindOutput ? Output.Forward(context) + found : Output.Forward(context + found);
    }
}
