namespace FineTune.Formats;

/// <summary>Writes files that are there whole or not at all.</summary>
public static class AtomicFile
{
    private const int BufferBytes = 1 << 16;
    private static int _written;

    /// <summary>
    /// Writes to a temporary name in the same folder, flushes to disk, then renames over <paramref name="path"/>.
    /// When <paramref name="write"/> throws, the temporary file is removed and an existing file stays as it was.
    /// </summary>
    /// <param name="path">The final name; its folder is created when it is not there.</param>
    /// <param name="write">Writes the content.</param>
    /// <exception cref="IOException">The disk is full, or the folder cannot be written to.</exception>
    public static void Write(string path, Action<Stream> write)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        Directory.CreateDirectory(folder);
        var unique = $"{Environment.ProcessId}-{Interlocked.Increment(ref _written)}";
        var temporary = Path.Combine(folder, $".{Path.GetFileName(path)}.{unique}.tmp");
        try
        {
            using (var stream = File.Create(temporary, BufferBytes))
            {
                write(stream);
                stream.Flush(flushToDisk: true);
            }

            File.Move(temporary, path, overwrite: true);
        }
        finally
        {
            File.Delete(temporary); // Gone already after the rename; then this does nothing.
        }
    }

    /// <summary>Writes text as UTF-8 without a byte order mark, atomically.</summary>
    public static void WriteText(string path, string text) =>
        Write(path, stream =>
        {
            using var writer = new StreamWriter(stream, bufferSize: BufferBytes, leaveOpen: true);
            writer.Write(text);
        });
}
