using System.IO.MemoryMappedFiles;
using Microsoft.Win32.SafeHandles;

namespace FineTune.Formats;

/// <summary>A whole file, mapped read-only; or read, where its pages are not to count as the process's memory.</summary>
internal sealed unsafe class MappedFile : IDisposable
{
    private readonly string _path;
    private readonly SafeFileHandle? _handle;
    private readonly MemoryMappedFile? _file;
    private readonly MemoryMappedViewAccessor? _view;
    private readonly byte* _start;
    private bool _disposed;

    /// <exception cref="CheckpointException">The file is not there or cannot be opened.</exception>
    public MappedFile(string path)
    {
        _path = path;
        try
        {
            // Others may replace or delete it meanwhile, as they may where nothing is open but the mapping.
            _handle = File.OpenHandle(path, share: FileShare.ReadWrite | FileShare.Delete);
            Length = RandomAccess.GetLength(_handle);
            if (Length == 0)
            {
                return; // An empty file cannot be mapped.
            }

            _file = MemoryMappedFile.CreateFromFile(
                _handle, mapName: null, 0, MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: true);
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
            _handle?.Dispose();
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

    /// <summary>Copies a window of the file without mapping it in.</summary>
    /// <exception cref="CheckpointException">The file has been cut since it was opened, or cannot be read.</exception>
    public void Read(long offset, Span<byte> into)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(offset, Length - into.Length);
        try
        {
            while (into.Length > 0)
            {
                var read = RandomAccess.Read(_handle!, into, offset);
                if (read == 0)
                {
                    throw CheckpointException.Unreadable(_path, "it has become shorter since it was opened");
                }

                offset += read;
                into = into[read..];
            }
        }
        catch (IOException error)
        {
            throw CheckpointException.Unreadable(_path, error.Message);
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
        _handle?.Dispose();
    }
}
