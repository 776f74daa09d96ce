using FineTune.Nn;
using static TorchSharp.torch;

namespace FineTune.Peft;

/// <summary>P-tuning (arXiv:2103.10385): vectors in front of every sequence's token vectors, made by an encoder that is
/// learned with them.</summary>
public sealed class PTuningAdapter : PromptLearningAdapter, IVirtualTokens
{
    private readonly PTuningConfig _config;

    /// <summary>Sets the adapter up.</summary>
    public PTuningAdapter(PTuningConfig config, AdapterContext context)
        : base(config, context) => _config = config;

    /// <inheritdoc/>
    public int Count => Enabled ? _config.NumVirtualTokens : 0;

    /// <inheritdoc/>
    Tensor IVirtualTokens.Vectors() => Rows!.All();

    /// <inheritdoc/>
    /// <exception cref="PeftException">The config does not fit the model.</exception>
    public override IVirtualTokens OnInput(BodyShape body, IEmbedding table, ModuleScope root)
    {
        var (count, width) = (_config.NumVirtualTokens, body.HiddenSize);
        Attach(PromptSizes.OfTokens(body), body, () => _config switch
        {
            { FromFile: true } => VirtualRows.Table(root, count, width),
            { EncoderReparameterizationType: PTuningConfig.Lstm } => new LstmRows(root.Sub(Encoder), _config, width),
            _ => new MlpRows(root.Sub(Encoder), count, width, _config.EncoderHiddenSize ?? width),
        });
        return this;
    }
}
