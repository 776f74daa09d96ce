using System.IO.Compression;
using System.Text;
using System.Text.Unicode;

namespace FineTune.Data;

/// <summary>
/// The bytes of a text file, known to be UTF-8, without byte order mark. A file that ends in <c>.gz</c> is unzipped.
/// </summary>
internal static class FileText
{
    /// <exception cref="DataException">The file is not there, cannot be read, or is not UTF-8.</exception>
    public static ReadOnlyMemory<byte> Read(string path)
    {
        ReadOnlyMemory<byte> text = ReadBytes(path);
        if (text.Span.StartsWith(Encoding.Unicode.Preamble) || text.Span.StartsWith(Encoding.BigEndianUnicode.Preamble))
        {
            throw DataException.NotUtf8(new RowOrigin(path, 1), "UTF-16");
        }

        if (text.Span.StartsWith(Encoding.UTF8.Preamble))
        {
            text = text[Encoding.UTF8.Preamble.Length..];
        }

        return Utf8.IsValid(text.Span)
            ? text
            : throw DataException.NotUtf8(new RowOrigin(path, FirstBadLine(text)), "another encoding");
    }

    /// <summary>Whether a file is compressed, by its name.</summary>
    public static bool IsZipped(string path) => path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase);

    /// <summary>The lines with their numbers, from 1, without line ends (LF or CR LF).</summary>
    public static IEnumerable<(int Number, ReadOnlyMemory<byte> Line)> Lines(ReadOnlyMemory<byte> text)
    {
        for (var number = 1; !text.IsEmpty; number++)
        {
            var end = text.Span.IndexOf((byte)'\n');
            var line = end < 0 ? text : text[..end];
            text = end < 0 ? default : text[(end + 1)..];
            yield return (number, line.Span.EndsWith("\r"u8) ? line[..^1] : line);
        }
    }

    private static byte[] ReadBytes(string path)
    {
        try
        {
            return IsZipped(path) ? Unzip(path) : File.ReadAllBytes(path);
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            throw DataException.FileMissing(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            throw DataException.Unreadable(path, error.Message);
        }
    }

    private static byte[] Unzip(string path)
    {
        using var file = File.OpenRead(path);
        using var unzipped = new GZipStream(file, CompressionMode.Decompress);
        using var bytes = new MemoryStream();
        unzipped.CopyTo(bytes);
        return bytes.ToArray();
    }

    private static int FirstBadLine(ReadOnlyMemory<byte> text) =>
        Lines(text).First(line => !Utf8.IsValid(line.Line.Span)).Number;
}
