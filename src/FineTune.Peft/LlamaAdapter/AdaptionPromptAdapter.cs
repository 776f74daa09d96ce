using FineTune.Nn;

namespace FineTune.Peft;

/// <summary>LLaMA-Adapter (arXiv:2303.16199): in the last layers queries attend to learned vectors too, apart from their
/// sequence; a gate that begins at zero lets the result in.</summary>
public sealed class AdaptionPromptAdapter : Adapter
{
    private readonly AdaptionPromptConfig _config;
    private readonly AdapterSwitch _switch = new();
    private readonly bool _behindOutput;
    private readonly List<string> _attentions = [];
    private LayerPlace? _layer;
    private int _adapted;

    /// <summary>Sets the adapter up.</summary>
    public AdaptionPromptAdapter(AdaptionPromptConfig config, AdapterContext context)
        : base(config, context)
    {
        _config = config;
        // PEFT's AdaptedAttentionGPT leaves the output projection out; its other models have the result go through it.
        _behindOutput = context.ModelType == "gpt2";
    }

    /// <inheritdoc/>
    public override IReadOnlyList<IMergeable> Mergeables => [];

    /// <summary>The last part of the adapted modules' paths.</summary>
    internal string AttentionName => _attentions[0][(_attentions[0].LastIndexOf('.') + 1)..];

    /// <summary>How many layers are adapted.</summary>
    internal int Layers => _adapted;

    /// <inheritdoc/>
    /// <exception cref="PeftException">The model has fewer layers than are to be adapted.</exception>
    public override void OnLayer(LayerPlace layer)
    {
        _layer = layer;
        if (_config.AdapterLayers is { } wanted && wanted > layer.Body.Layers)
        {
            throw PeftException.TooManyLayers("adapter_layers", wanted, layer.Body.Layers);
        }
    }

    /// <inheritdoc/>
    public override IAttentionPrompt? OnAttention(AttentionShape shape, ModuleScope scope)
    {
        _attentions.Add(scope.Path);
        var body = _layer!.Body;
        if (_layer.Index < body.Layers - (_config.AdapterLayers ?? body.Layers))
        {
            return null;
        }
        _adapted++;
        return new AdaptionPrompt(_config.AdapterLen, body.HiddenSize, _switch, scope) { BehindOutput = _behindOutput };
    }

    /// <inheritdoc/>
    /// <exception cref="PeftException">The attention modules have another name.</exception>
    public override void Built(IReadOnlyList<string> linears)
    {
        base.Built(linears);
        if (_config.TargetModules is { } name
            && !_attentions.All(path => path.EndsWith($".{name}", StringComparison.Ordinal)))
        {
            throw PeftException.UnmatchedModules("target_modules", [name], _attentions);
        }
    }

    /// <inheritdoc/>
    protected override void SetEnabled(bool enabled) => _switch.Enabled = enabled;
}
