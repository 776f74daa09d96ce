using System.Diagnostics.CodeAnalysis;

namespace FineTune.Formats;

/// <summary>Named tensors that lie in one or more files and are read without copying.</summary>
/// <remarks>Reading from several threads at once is safe; disposing while another thread reads is not.</remarks>
public interface ITensorSource : IDisposable
{
    /// <summary>All tensors, in the order in which they lie in their files.</summary>
    IReadOnlyCollection<TensorInfo> Tensors { get; }

    /// <summary>Finds a tensor by its full name; false when there is none.</summary>
    bool TryGet(string name, [NotNullWhen(true)] out TensorInfo? info);

    /// <summary>A window of a tensor's bytes, little-endian, straight from the mapped file.</summary>
    /// <param name="info">A tensor of this source.</param>
    /// <param name="start">First byte of the window, counted from the tensor's own start.</param>
    /// <param name="length">Bytes in the window. A tensor may exceed 2 GB, hence the window.</param>
    /// <returns>Memory that is valid until the source is disposed.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The window leaves the tensor.</exception>
    ReadOnlySpan<byte> Bytes(TensorInfo info, long start, int length);

    /// <summary>Copies a window of a tensor's bytes. Unlike <see cref="Bytes"/> it leaves no pages of the file in the
    /// process's memory, which matters where a checkpoint larger than that is gone through.</summary>
    /// <param name="info">A tensor of this source.</param>
    /// <param name="start">First byte of the window, counted from the tensor's own start.</param>
    /// <param name="into">Where the bytes go; its length is how many are wanted.</param>
    /// <exception cref="ArgumentOutOfRangeException">The window leaves the tensor.</exception>
    /// <exception cref="CheckpointException">The file can no longer be read.</exception>
    void Read(TensorInfo info, long start, Span<byte> into);

    /// <summary>The path of the file a tensor lies in; for an unknown name, where it was looked for.</summary>
    string Describe(string name);
}
