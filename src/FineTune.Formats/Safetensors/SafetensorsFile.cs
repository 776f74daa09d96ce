using System.Diagnostics.CodeAnalysis;

namespace FineTune.Formats;

/// <summary>
/// One safetensors file, memory-mapped: opening reads the header only, tensors are read where they lie.
/// </summary>
public sealed class SafetensorsFile : ITensorSource
{
    private readonly string _path;
    private readonly MappedFile _file;
    private readonly SafetensorsHeader _header;

    private SafetensorsFile(string path, MappedFile file, SafetensorsHeader header) =>
        (_path, _file, _header) = (path, file, header);

    /// <inheritdoc/>
    public IReadOnlyCollection<TensorInfo> Tensors => _header.Tensors;

    /// <summary>The file's <c>__metadata__</c>: free text by key, such as <c>format: pt</c>.</summary>
    public IReadOnlyDictionary<string, string> Metadata => _header.Metadata;

    /// <summary>
    /// Maps a file and checks its whole header: JSON, names, types, shapes, offsets, overlaps, holes, length.
    /// </summary>
    /// <exception cref="CheckpointException">Everything that is wrong with the file, at once.</exception>
    public static SafetensorsFile Open(string path)
    {
        var file = new MappedFile(path);
        try
        {
            return new SafetensorsFile(path, file, SafetensorsHeader.Read(path, file));
        }
        catch (CheckpointException)
        {
            file.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public bool TryGet(string name, [NotNullWhen(true)] out TensorInfo? info) =>
        _header.ByName.TryGetValue(name, out info);

    /// <inheritdoc/>
    public ReadOnlySpan<byte> Bytes(TensorInfo info, long start, int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(start);
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(start, info.ByteLength - length);
        return _file.Bytes(info.Offset + start, length);
    }

    /// <inheritdoc/>
    public void Read(TensorInfo info, long start, Span<byte> into)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(start);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(start, info.ByteLength - into.Length);
        _file.Read(info.Offset + start, into);
    }

    /// <inheritdoc/>
    public string Describe(string name) => _path;

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();
}
