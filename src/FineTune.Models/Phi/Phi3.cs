using FineTune.Nn;

namespace FineTune.Models;

/// <summary>Phi-3 (arXiv:2404.14219): Llama with fused projections.</summary>
internal static class Phi3
{
    /// <summary>The row of <see cref="ModelRegistry"/>.</summary>
    internal static ModelEntry Entry { get; } = new DecoderFamily<Phi3Config>
    {
        ModelType = "phi3",
        ClassName = "Phi3",
        Read = config => new Phi3Config(config),
        Build = (config, scope) => RmsDecoder.Body(config, scope, (layer, _) => Layer(config, layer)),
    }.Entry();

    private static DecoderLayer Layer(Phi3Config config, ModuleScope scope) => new()
    {
        AttentionNorm = RmsDecoder.Norm(config, scope, "input_layernorm"),
        Attention = Attention(config, scope.Sub("self_attn")),
        FeedForwardNorm = RmsDecoder.Norm(config, scope, "post_attention_layernorm"),
        FeedForward = FeedForward(config, scope.Sub("mlp")),
        ResidualDropout = scope.Dropout(config.ResidualDropout),
        Segment = scope.Recomputed(),
    };

    private static SelfAttention Attention(Phi3Config config, ModuleScope scope)
    {
        var shape = config.Attention(config.SlidingWindow);
        return new SelfAttention(shape, config.AttentionDropout, scope)
        {
            Projections = FusedProjections.Stacked(
                scope.Linear("qkv_proj", config.HiddenSize, FusedProjections.Width(shape), bias: false), shape),
            Output = scope.Linear("o_proj", shape.Width, config.HiddenSize, bias: false),
        };
    }

    private static GatedMlp FeedForward(Phi3Config config, ModuleScope scope) => new(
        scope.Linear("gate_up_proj", config.HiddenSize, 2 * config.IntermediateSize, bias: false),
        Activation.Find(config.Activation)!,
        scope.Linear("down_proj", config.IntermediateSize, config.HiddenSize, bias: false));
}
