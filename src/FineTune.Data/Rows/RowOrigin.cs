namespace FineTune.Data;

/// <summary>Where a row came from; prints as <c>file:line</c>.</summary>
/// <param name="File">The file's path as it was given.</param>
/// <param name="Line">The line the row starts on, from 1; the header counts.</param>
public readonly record struct RowOrigin(string File, int Line)
{
    /// <inheritdoc/>
    public override string ToString() => $"{File}:{Line}";
}
