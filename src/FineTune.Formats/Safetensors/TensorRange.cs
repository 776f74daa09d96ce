namespace FineTune.Formats;

/// <summary>Where a header says a tensor lies, in bytes from the start of the data.</summary>
internal readonly record struct TensorRange(string Name, long Begin, long End)
{
    public long Length => End - Begin;
}
