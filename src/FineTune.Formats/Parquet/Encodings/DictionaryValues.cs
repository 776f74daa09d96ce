namespace FineTune.Formats;

/// <summary>Values looked up in a dictionary by their index.</summary>
internal sealed class DictionaryValues(object[] dictionary, HybridReader indices, ParquetPlace place) : IValueSource
{
    /// <inheritdoc/>
    public object Next()
    {
        var index = indices.Next();
        return index < (uint)dictionary.Length
            ? dictionary[index]
            : throw place.Damaged($"entry {index:N0} of a dictionary of {dictionary.Length:N0}");
    }
}
