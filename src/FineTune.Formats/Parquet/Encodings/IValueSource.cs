namespace FineTune.Formats;

/// <summary>Values in order.</summary>
internal interface IValueSource
{
    /// <summary>The next value.</summary>
    /// <exception cref="ParquetException">There is no further value, or it is damaged.</exception>
    object Next();
}
