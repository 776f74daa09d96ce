namespace FineTune.Formats;

/// <summary>Takes values from a column.</summary>
internal sealed class LeafAssembly(LeafReader reader) : RowAssembly
{
    /// <inheritdoc/>
    public override object? Read() => reader.Take();

    /// <inheritdoc/>
    public override void Skip() => reader.Take();
}
