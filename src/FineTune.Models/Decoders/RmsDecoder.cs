using FineTune.Nn;
using static TorchSharp.torch;

namespace FineTune.Models;

/// <summary>The parts of a decoder after Llama's plan. A family takes those that are as Llama's and builds the
/// others.</summary>
internal static class RmsDecoder
{
    /// <summary>The body.</summary>
    /// <param name="config">Its configuration.</param>
    /// <param name="scope">Where it lies.</param>
    /// <param name="layer">Builds a layer in its scope, given its number.</param>
    /// <param name="beforeLayers">What happens to token vectors first; null for nothing.</param>
    public static DecoderBody Body(
        RmsDecoderConfig config,
        ModuleScope scope,
        Func<ModuleScope, int, DecoderLayer> layer,
        Func<Tensor, PackedBatch, Tensor>? beforeLayers = null) => new()
        {
            TokenTable = scope.TokenEmbedding("embed_tokens", config.VocabSize, config.HiddenSize),
            BeforeLayers = beforeLayers,
            Layers = DecoderBody.Numbered(config, scope.Sub("layers"), layer),
            FinalNorm = Norm(config, scope, "norm"),
            Rotary = config.Rotary,
            Mode = scope.Mode,
        };

    /// <summary>A layer with a norm before attention and one before feed-forward.</summary>
    public static DecoderLayer Layer(
        RmsDecoderConfig config, ModuleScope scope, SelfAttention attention, IFeedForward feedForward) => new()
        {
            AttentionNorm = Norm(config, scope, "input_layernorm"),
            Attention = attention,
            FeedForwardNorm = Norm(config, scope, "post_attention_layernorm"),
            FeedForward = feedForward,
            Segment = scope.Recomputed(),
        };

    /// <summary>Attention with <c>q_proj</c>, <c>k_proj</c>, <c>v_proj</c> and <c>o_proj</c>.</summary>
    /// <param name="config">The configuration.</param>
    /// <param name="layer">The layer's scope.</param>
    /// <param name="shape">What a token sees.</param>
    /// <param name="bias">Whether the first three have biases.</param>
    /// <param name="outputBias">Whether the last has one.</param>
    public static SelfAttention Attention(
        RmsDecoderConfig config, ModuleScope layer, AttentionShape shape, bool bias, bool outputBias)
    {
        var scope = layer.Sub("self_attn");
        return new SelfAttention(shape, config.AttentionDropout, scope)
        {
            Projections = SeparateProjections.Named(scope, config.HiddenSize, shape, bias),
            Output = scope.Linear("o_proj", shape.Width, config.HiddenSize, outputBias),
        };
    }

    /// <summary>Feed-forward with <c>gate_proj</c>, <c>up_proj</c> and <c>down_proj</c>.</summary>
    public static GatedMlp FeedForward(RmsDecoderConfig config, ModuleScope layer, bool bias = false)
    {
        var (scope, hidden, inter) = (layer.Sub("mlp"), config.HiddenSize, config.IntermediateSize);
        return new GatedMlp(
            scope.Linear("gate_proj", hidden, inter, bias),
            scope.Linear("up_proj", hidden, inter, bias),
            Activation.Find(config.Activation)!,
            scope.Linear("down_proj", inter, hidden, bias));
    }

    /// <summary>A norm of token vectors.</summary>
    public static RmsNorm Norm(RmsDecoderConfig config, ModuleScope scope, string name) =>
        scope.RmsNorm(name, config.HiddenSize, config.RmsNormEps, config.NormsAroundOne);
}
