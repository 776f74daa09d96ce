namespace FineTune.Formats;

/// <summary>A Python tuple.</summary>
internal sealed record PickleTuple(object?[] Items)
{
    /// <summary>The items as sizes or strides; null where one is no integer.</summary>
    public long[]? AsIntegers() => Array.TrueForAll(Items, item => item is long) ? [.. Items.Cast<long>()] : null;
}
