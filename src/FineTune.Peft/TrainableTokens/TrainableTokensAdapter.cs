using FineTune.Nn;

namespace FineTune.Peft;

/// <summary>Trains the vectors of some tokens, and nothing else of the model (PEFT's <c>TrainableTokensModel</c>).</summary>
public sealed class TrainableTokensAdapter : Adapter
{
    private readonly AdapterSwitch _switch = new();
    private readonly TokenVectorSet _tokens;

    /// <summary>Sets the adapter up.</summary>
    /// <exception cref="PeftException">The config names no token, and the run adds none.</exception>
    public TrainableTokensAdapter(TrainableTokensConfig config, AdapterContext context)
        : base(config, context)
    {
        if (config.TokenIndices.Count + context.AddedTokens.Count == 0)
        {
            throw PeftException.NoTokens();
        }
        // One list of tokens is all that PEFT's config has room for.
        IReadOnlyList<int> added = context.AddedTokens.Count == 0 ? [] : [.. config.TokenIndices.Union(context.AddedTokens)];
        _tokens = new TokenVectorSet(config.Choices, added, prefix: "", _switch);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<IMergeable> Mergeables => _tokens.Vectors;

    /// <summary>The trained vectors.</summary>
    internal IReadOnlyList<TokenVectors> Vectors => _tokens.Vectors;

    /// <inheritdoc/>
    public override IEmbedding OnEmbedding(Embedding inner, ModuleScope scope) =>
        _tokens.OnEmbedding(inner, scope) ?? base.OnEmbedding(inner, scope);

    /// <inheritdoc/>
    public override ILinear OnLinear(Linear inner, ModuleScope scope) =>
        _tokens.OnOutput(inner, scope) ?? base.OnLinear(inner, scope);

    /// <inheritdoc/>
    /// <exception cref="PeftException">A name matches no table.</exception>
    public override void Built(IReadOnlyList<string> linears)
    {
        base.Built(linears);
        _tokens.Check("target_modules");
    }

    /// <inheritdoc/>
    protected override void SetEnabled(bool enabled) => _switch.Enabled = enabled;
}
