using System.IO.MemoryMappedFiles;
using System.Runtime.InteropServices;

namespace FineTune.Formats;

/// <summary>A whole file, mapped read-only.</summary>
internal sealed unsafe partial class MappedFile : IDisposable
{
    private readonly MemoryMappedFile? _file;
    private readonly MemoryMappedViewAccessor? _view;
    private readonly byte* _start;
    private bool _disposed;

    /// <exception cref="CheckpointException">The file is not there or cannot be opened.</exception>
    public MappedFile(string path)
    {
        try
        {
            using var handle = File.OpenHandle(path);
            Length = RandomAccess.GetLength(handle);
            if (Length == 0)
            {
                return; // An empty file cannot be mapped.
            }

            _file = MemoryMappedFile.CreateFromFile(
                handle, mapName: null, 0, MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: true);
            _view = _file.CreateViewAccessor(0, Length, MemoryMappedFileAccess.Read);
            _view.SafeMemoryMappedViewHandle.AcquirePointer(ref _start);
            _start += _view.PointerOffset;
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            throw CheckpointException.FileMissing(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            _file?.Dispose();
            throw CheckpointException.Unreadable(path, error.Message);
        }
    }

    /// <summary>Bytes in the file.</summary>
    public long Length { get; }

    /// <summary>A window of the file; valid until disposal.</summary>
    public ReadOnlySpan<byte> Bytes(long offset, int length)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(offset, Length - length);
        return new ReadOnlySpan<byte>(_start + offset, length);
    }

    /// <summary>Lets go of the memory that holds what has been read of the file. What is read again comes back by
    /// itself. Does nothing but on Linux, where mapped pages count as the process's own until then.</summary>
    public void Release()
    {
        if (OperatingSystem.IsLinux() && !_disposed && _start is not null)
        {
            _ = madvise(_start - _view!.PointerOffset, (nuint)(Length + _view.PointerOffset), DontNeed);
        }
    }

    public void Dispose()
    {
        if (_disposed)
        {
            return;
        }

        _disposed = true;
        if (_view is not null)
        {
            _view.SafeMemoryMappedViewHandle.ReleasePointer();
            _view.Dispose();
        }

        _file?.Dispose();
    }

    private const int DontNeed = 4;

    [LibraryImport("libc")]
    private static partial int madvise(byte* start, nuint length, int advice);
}
