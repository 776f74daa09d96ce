namespace FineTune.Formats;

/// <summary>A Python dict, in the order in which its keys were set.</summary>
internal sealed class PickleDict
{
    private readonly OrderedDictionary<object, object?> _entries = [];

    /// <summary>The entries.</summary>
    public IReadOnlyList<KeyValuePair<object, object?>> Entries => _entries;

    /// <summary>The value of a key; null where there is none.</summary>
    public object? this[string key] => _entries.GetValueOrDefault(key);

    /// <summary>Sets a key; tuples and other containers are keys by identity, which no state dict has.</summary>
    public void Set(object key, object? value) => _entries[key] = value;
}
