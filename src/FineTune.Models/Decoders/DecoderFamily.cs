using FineTune.Formats;
using FineTune.Nn;

namespace FineTune.Models;

/// <summary>What one family of decoders is made of; gives its row of <see cref="ModelRegistry"/>.</summary>
/// <typeparam name="TConfig">The family's configuration.</typeparam>
internal sealed record DecoderFamily<TConfig>
    where TConfig : DecoderConfig
{
    private static readonly string[] Buffers =
        [".rotary_emb.inv_freq", ".attn.bias", ".attn.masked_bias", ".attention.bias", ".attention.masked_bias"];

    /// <summary>As in <c>config.json</c>.</summary>
    public required string ModelType { get; init; }

    /// <summary>Beginning of transformers' class names, e.g. <c>Llama</c>.</summary>
    public required string ClassName { get; init; }

    /// <summary>Name of the language model's class, where it is not the usual one.</summary>
    public string? CausalLMName { get; init; }

    /// <summary>Name of the body among the checkpoint's modules.</summary>
    public string Body { get; init; } = "model";

    /// <summary>Name of the head over the vocabulary.</summary>
    public string Head { get; init; } = "lm_head";

    /// <summary>Reads the configuration.</summary>
    public required Func<HfConfig, TConfig> Read { get; init; }

    /// <summary>Builds the body in its own scope.</summary>
    public required Func<TConfig, ModuleScope, DecoderBody> Build { get; init; }

    /// <summary>Whether the head has a bias.</summary>
    public bool HeadBias { get; init; }

    /// <summary>Soft cap of the logits; null for none.</summary>
    public Func<TConfig, double?> LogitCap { get; init; } = _ => null;

    /// <summary>The row.</summary>
    public ModelEntry Entry() => new(ModelType)
    {
        BasePrefix = $"{Body}.",
        CausalLMName = CausalLMName ?? $"{ClassName}ForCausalLM",
        SequenceClassifierName = $"{ClassName}ForSequenceClassification",
        ForCausalLM = (config, scope) => CausalLM(config.Bind(Read), scope),
        ForSequenceClassification = (config, scope) => Classifier(config.Bind(Read), scope),
        MaxLength = config => config.Bind(Read).MaxPositionEmbeddings,
        Ignorable = IsIgnorable,
    };

    private DecoderForCausalLM CausalLM(TConfig config, ModuleScope scope)
    {
        var body = BodyOf(config, scope);
        var head = config.TieWordEmbeddings
            ? scope.TiedOutput(Head, body.TokenTable, HeadBias)
            : scope.Output(Head, config.HiddenSize, config.VocabSize, HeadBias);
        return new DecoderForCausalLM(body, head) { LogitCap = LogitCap(config) };
    }

    private DecoderBody BodyOf(TConfig config, ModuleScope scope)
    {
        var body = Build(config, scope.Sub(Body));
        body.Input = scope.Input(config.Body, body.TokenTable);
        return body;
    }

    private DecoderForSequenceClassification Classifier(TConfig config, ModuleScope scope)
    {
        var body = BodyOf(config, scope);
        var score = scope.Head("score", Initializer.Normal(config.InitializerRange));
        return new DecoderForSequenceClassification(
            body, score.LinearHere(config.HiddenSize, config.NumLabels, bias: false));
    }

    // The other task's head, the copy that some checkpoints hold of a tied one, and buffers that old ones stored.
    private bool IsIgnorable(string name) =>
        name.StartsWith($"{Head}.", StringComparison.Ordinal)
        || name.StartsWith("score.", StringComparison.Ordinal)
        || Buffers.Any(b => name.EndsWith(b, StringComparison.Ordinal));
}
