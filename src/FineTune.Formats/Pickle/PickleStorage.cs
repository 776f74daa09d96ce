namespace FineTune.Formats;

/// <summary>The memory that one or more tensors lie in.</summary>
/// <param name="Type">What its elements are.</param>
/// <param name="Key">Its name in the file.</param>
/// <param name="Elements">How many elements it has.</param>
internal sealed record PickleStorage(PickleStorageType Type, string Key, long Elements)
{
    /// <summary>Where its first byte lies, from the start of the file; set once the layout is known.</summary>
    public long Offset { get; set; }

    /// <summary>
    /// For a view of another storage, as files before torch 1.6 may have: that storage and the first element in it.
    /// </summary>
    public (PickleStorage Root, long Start)? View { get; init; }

    /// <summary>Bytes the storage takes; 0 for a type that is not read here.</summary>
    public long ByteLength => checked(Elements * (Type.DType?.Size() ?? 0));
}
