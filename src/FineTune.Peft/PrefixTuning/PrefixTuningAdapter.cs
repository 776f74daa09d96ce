using FineTune.Nn;
using static TorchSharp.torch;

namespace FineTune.Peft;

/// <summary>Prefix tuning (arXiv:2101.00190): keys and values in front of every sequence's own, in every layer. Tokens
/// take the positions after them.</summary>
public sealed class PrefixTuningAdapter : PromptLearningAdapter, IVirtualKeys
{
    private readonly PrefixTuningConfig _config;
    private BodyShape? _body;
    private RunMode? _mode;

    /// <summary>Sets the adapter up.</summary>
    public PrefixTuningAdapter(PrefixTuningConfig config, AdapterContext context)
        : base(config, context) => _config = config;

    /// <inheritdoc/>
    public int Count => Enabled ? _config.NumVirtualTokens : 0;

    /// <inheritdoc/>
    /// <exception cref="PeftException">The config does not fit the model.</exception>
    public override IVirtualKeys OnKeys(BodyShape body, ModuleScope root)
    {
        (_body, _mode) = (body, root.Mode);
        var sizes = PromptSizes.OfKeys(body);
        var (width, zero) = (2 * body.Layers * sizes.TokenDim, _config.InitWeights == PrefixTuningConfig.Zero);
        Attach(sizes, body, () => _config.PrefixProjection && !_config.FromFile
            ? new ProjectedRows(
                root.Sub(Encoder),
                (_config.NumVirtualTokens, sizes.TokenDim, _config.EncoderHiddenSize ?? sizes.TokenDim, width),
                zero)
            : VirtualRows.Table(root, _config.NumVirtualTokens, width, zero ? Initializer.Zeros : null));
        return this;
    }

    /// <inheritdoc/>
    public Func<int, (Tensor Keys, Tensor Values)> Begin()
    {
        // A row holds keys, then values, of the first layer, then of the next.
        if (_mode!.GradientCheckpointing)
        {
            // A layer that is computed twice needs a graph of its own each time.
            var pair = 2 * Sizes!.TokenDim;
            return layer =>
            {
                var own = Heads(Rows!.Columns((layer * pair, pair)));
                return (own[0], own[1]);
            };
        }
        var all = Heads(Rows!.All());
        return layer => (all[2 * layer], all[(2 * layer) + 1]);
    }

    private Tensor[] Heads(Tensor rows) =>
        rows.view(rows.shape[0], -1, _body!.KeyValueHeads, _body.HeadDim).unbind(1);
}
