using FineTune.Nn;

namespace FineTune.Generation;

/// <summary>Keys and values of one prompt and its text, so that the next prompt costs only what it does not begin with:
/// the turns of a conversation.</summary>
public sealed class PromptMemory : IDisposable
{
    private KeyValueCache _cache = new();
    private int[] _ids = [];

    /// <summary>Tokens of the last prompt that did not have to be computed again.</summary>
    public int Reused { get; private set; }

    /// <inheritdoc/>
    public void Dispose() => _cache.Dispose();

    /// <summary>A cache that holds the beginning that a prompt shares with what was generated before.</summary>
    internal KeyValueCache CacheFor(ReadOnlySpan<int> prompt)
    {
        // The prompt's last token is always fed, since its logits are wanted.
        var held = _cache.Count == 0 ? 0 : Math.Min(_cache.Lengths[0], prompt.Length - 1);
        Reused = prompt[..held].CommonPrefixLength(_ids.AsSpan(0, Math.Min(held, _ids.Length)));
        // What follows is not known until the call has ended.
        _ids = [];
        if (Reused == 0)
        {
            _cache.Dispose();
            _cache = new KeyValueCache();
        }
        else
        {
            _cache.Truncate(Reused);
        }
        return _cache;
    }

    /// <summary>Notes what the cache holds now.</summary>
    internal void Remember(ReadOnlySpan<int> ids) => _ids = ids.ToArray();
}
