namespace FineTune.Formats;

/// <summary>One entry of a zip file.</summary>
internal sealed record ZipEntry
{
    /// <summary>The entry's path in the zip file.</summary>
    public required string Name { get; init; }

    /// <summary>Whether its bytes are anything but themselves.</summary>
    public required bool IsCompressed { get; init; }

    /// <summary>Bytes it takes when it is not compressed.</summary>
    public required long Length { get; init; }

    /// <summary>Where its own header lies, from the start of the file.</summary>
    public required long HeaderOffset { get; init; }
}
