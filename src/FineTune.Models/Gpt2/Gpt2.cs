using FineTune.Nn;

namespace FineTune.Models;

/// <summary>GPT-2: learned positions, layer norms, fused projections, weights stored as <c>[in, out]</c>.</summary>
internal static class Gpt2
{
    /// <summary>The row of <see cref="ModelRegistry"/>.</summary>
    internal static ModelEntry Entry { get; } = new DecoderFamily<Gpt2Config>
    {
        ModelType = "gpt2",
        ClassName = "GPT2",
        CausalLMName = "GPT2LMHeadModel",
        Body = "transformer",
        Read = config => new Gpt2Config(config),
        Build = Body,
    }.Entry();

    private static DecoderBody Body(Gpt2Config config, ModuleScope scope)
    {
        var tokens = scope.TokenEmbedding("wte", config.VocabSize, config.HiddenSize);
        var positions = scope.Embedding("wpe", config.MaxPositionEmbeddings, config.HiddenSize);
        var dropout = scope.Dropout(config.EmbeddingDropout);
        return new DecoderBody
        {
            TokenTable = tokens,
            BeforeLayers = (vectors, batch) => dropout.Forward(vectors + positions.Forward(batch.PositionIds)),
            Layers = DecoderBody.Numbered(config, scope.Sub("h"), (layer, i) => Layer(config, layer, i)),
            FinalNorm = scope.LayerNorm("ln_f", config.HiddenSize, config.LayerNormEpsilon),
            Mode = scope.Mode,
        };
    }

    private static DecoderLayer Layer(Gpt2Config config, ModuleScope scope, int layer)
    {
        var mlp = scope.Sub("mlp");
        return new DecoderLayer
        {
            AttentionNorm = scope.LayerNorm("ln_1", config.HiddenSize, config.LayerNormEpsilon),
            Attention = Attention(config, scope.Sub("attn"), layer),
            FeedForwardNorm = scope.LayerNorm("ln_2", config.HiddenSize, config.LayerNormEpsilon),
            FeedForward = new Mlp(
                mlp.Conv1D("c_fc", config.HiddenSize, config.IntermediateSize),
                Activation.Find(config.ActivationFunction)!,
                mlp.Conv1D("c_proj", config.IntermediateSize, config.HiddenSize)),
            ResidualDropout = scope.Dropout(config.ResidualDropout),
            Segment = scope.Recomputed(),
        };
    }

    private static SelfAttention Attention(Gpt2Config config, ModuleScope scope, int layer)
    {
        var shape = config.Attention() with { Scale = config.ScaleOf(layer) };
        return new SelfAttention(shape, config.AttentionDropout, scope)
        {
            Projections = FusedProjections.Stacked(
                scope.Conv1D("c_attn", config.HiddenSize, FusedProjections.Width(shape)), shape),
            Output = scope.Conv1D("c_proj", shape.Width, config.HiddenSize),
        };
    }
}
