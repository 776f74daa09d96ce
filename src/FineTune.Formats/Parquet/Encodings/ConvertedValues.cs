namespace FineTune.Formats;

/// <summary>Values made of their bytes.</summary>
internal sealed class ConvertedValues(IByteSource source, ValueTypes.Converter convert) : IValueSource
{
    /// <inheritdoc/>
    public object Next() => convert(source.Next());
}
