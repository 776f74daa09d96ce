namespace FineTune.Nn;

/// <summary>The place between a batch and the layers, where adapters put virtual tokens, or keys and values, in front of
/// every sequence. Without such an adapter it does nothing.</summary>
public sealed class ModelInput
{
    private readonly IVirtualTokens? _tokens;
    private readonly IVirtualKeys? _keys;

    /// <summary>Nothing in front.</summary>
    public static ModelInput Plain { get; } = new(tokens: null, keys: null);

    internal ModelInput(IVirtualTokens? tokens, IVirtualKeys? keys) => (_tokens, _keys) = (tokens, keys);

    /// <summary>Begins a pass through the model.</summary>
    /// <param name="batch">The tokens; with a cache, those that follow the cached ones.</param>
    /// <param name="cache">Keys and values of earlier tokens; null for none.</param>
    public InputPass Begin(PackedBatch batch, KeyValueCache? cache = null)
    {
        var count = Math.Max(_tokens?.Count ?? 0, _keys?.Count ?? 0);
        if (count == 0)
        {
            return new InputPass(batch, cache?.Begin(batch.Layout));
        }
        if (cache is { Count: > 0 })
        {
            // What stands in front is in the cache already.
            return InputPass.Behind(batch, cache.Begin(batch.Layout), cache.Leading);
        }
        var rows = batch.Layout.Leading(count);
        var pass = cache?.Begin(rows.Layout, count);
        return _keys is { Count: > 0 }
            ? InputPass.WithKeys(batch, pass, rows, _keys.Begin())
            : InputPass.WithTokens(batch, pass, rows, _tokens!);
    }
}
