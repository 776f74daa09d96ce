namespace FineTune.Formats;

/// <summary>What a page of nulls has.</summary>
internal sealed class NoValues(ParquetPlace place) : IValueSource
{
    /// <inheritdoc/>
    public object Next() => throw place.Damaged("the page has no bytes for a value that is not null");
}
