using FineTune.Nn;

namespace FineTune.Models;

/// <summary>Llama (arXiv:2302.13971): RMS norms, rotary positions, grouped keys, gated feed-forward.</summary>
internal static class Llama
{
    /// <summary>The row of <see cref="ModelRegistry"/>.</summary>
    internal static ModelEntry Entry { get; } = new DecoderFamily<LlamaConfig>
    {
        ModelType = "llama",
        ClassName = "Llama",
        Read = config => new LlamaConfig(config),
        Build = Body,
    }.Entry();

    private static DecoderBody Body(LlamaConfig config, ModuleScope scope) => new()
    {
        TokenTable = scope.Embedding("embed_tokens", config.VocabSize, config.HiddenSize),
        Layers = DecoderParts.Layers(config, scope.Sub("layers"), (layer, _) => Layer(config, layer)),
        FinalNorm = scope.RmsNorm("norm", config.HiddenSize, config.RmsNormEps),
        Rotary = config.Rotary,
        Mode = scope.Mode,
    };

    private static DecoderLayer Layer(LlamaConfig config, ModuleScope scope) => new()
    {
        AttentionNorm = scope.RmsNorm("input_layernorm", config.HiddenSize, config.RmsNormEps),
        Attention = Attention(config, scope.Sub("self_attn")),
        FeedForwardNorm = scope.RmsNorm("post_attention_layernorm", config.HiddenSize, config.RmsNormEps),
        FeedForward = DecoderParts.GatedMlp(
            scope.Sub("mlp"), config.HiddenSize, config.IntermediateSize, config.HiddenAct, config.MlpBias),
        Segment = scope.Recomputed(),
    };

    private static SelfAttention Attention(LlamaConfig config, ModuleScope scope)
    {
        var shape = config.Attention();
        return new SelfAttention(shape, scope.Dropout(config.AttentionDropout))
        {
            Projections = SeparateProjections.Named(scope, config.HiddenSize, shape, config.AttentionBias),
            Output = scope.Linear("o_proj", shape.Width, config.HiddenSize, config.AttentionBias),
        };
    }
}
