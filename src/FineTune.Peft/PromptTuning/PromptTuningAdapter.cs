using FineTune.Nn;
using static TorchSharp.torch;

namespace FineTune.Peft;

/// <summary>Prompt tuning (arXiv:2104.08691): learned vectors in front of every sequence's token vectors.</summary>
public sealed class PromptTuningAdapter : PromptLearningAdapter, IVirtualTokens
{
    private readonly PromptTuningConfig _config;
    private readonly AdapterContext _context;

    /// <summary>Sets the adapter up.</summary>
    /// <exception cref="PeftException">The text to begin with is missing, or is not used.</exception>
    public PromptTuningAdapter(PromptTuningConfig config, AdapterContext context)
        : base(config, context)
    {
        (_config, _context) = (config, context);
        var isText = config.PromptTuningInit == PromptTuningConfig.Text;
        if (!config.FromFile && isText == string.IsNullOrEmpty(config.PromptTuningInitText))
        {
            throw PeftException.PromptTextMismatch(isText);
        }
    }

    /// <inheritdoc/>
    public int Count => Enabled ? _config.NumVirtualTokens : 0;

    /// <inheritdoc/>
    Tensor IVirtualTokens.Vectors() => Rows!.All();

    /// <inheritdoc/>
    /// <exception cref="PeftException">The config does not fit the model.</exception>
    public override IVirtualTokens OnInput(BodyShape body, IEmbedding table, ModuleScope root)
    {
        Attach(
            PromptSizes.OfTokens(body),
            body,
            () => VirtualRows.Table(root, _config.NumVirtualTokens, body.HiddenSize, Beginning(table)));
        return this;
    }

    private Initializer? Beginning(IEmbedding table) => _config switch
    {
        { FromFile: true } => null,
        { PromptTuningInit: PromptTuningConfig.Text } => new("text", (into, _) => Copy(table, TextIds(), into)),
        { PromptTuningInit: PromptTuningConfig.SampleVocab } =>
            new("vocabulary", (into, random) => Copy(table, Drawn(table.Weight.Value.shape[0], random), into)),
        _ => null,
    };

    private long[] TextIds()
    {
        var encode = _context.Tokenize ?? throw PeftException.NoTokenizer();
        var ids = encode(_config.PromptTuningInitText!, _config.TokenizerNameOrPath);
        return [.. Enumerable.Range(0, _config.NumVirtualTokens).Select(i => (long)ids[i % ids.Count])];
    }

    private long[] Drawn(long vocabulary, Generator random)
    {
        using var places = empty(_config.NumVirtualTokens, float64).uniform_(0, vocabulary, random);
        return [.. places.data<double>().ToArray().Select(place => Math.Min((long)place, vocabulary - 1))];
    }

    private static void Copy(IEmbedding table, long[] ids, Tensor into)
    {
        using var scope = NewDisposeScope();
        into.copy_(table.Weight.Value.index_select(0, tensor(ids, device: table.Weight.Value.device)));
    }
}
