using System.Buffers.Binary;
using System.Text;

namespace FineTune.Formats;

/// <summary>
/// Where the entries of a zip file lie, so that they can be read in place. Entries that are compressed cannot.
/// </summary>
/// <remarks>Format: APPNOTE.TXT 6.3.10, 4.3 and 4.5.3, with the 64-bit extension.</remarks>
internal sealed class ZipDirectory
{
    private const uint LocalSignature = 0x04034b50;
    private const uint EntrySignature = 0x02014b50;
    private const uint EndSignature = 0x06054b50;
    private const uint End64Signature = 0x06064b50;
    private const uint Locator64Signature = 0x07064b50;
    private const int LocalBytes = 30;
    private const int EntryBytes = 46;
    private const int EndBytes = 22;
    private const int End64Bytes = 56;
    private const int Locator64Bytes = 20;
    private const int LongestComment = ushort.MaxValue;
    private const ushort Extra64 = 1;

    private readonly string _path;
    private readonly MappedFile _file;
    private readonly Dictionary<string, ZipEntry> _entries = [];

    private ZipDirectory(string path, MappedFile file) => (_path, _file) = (path, file);

    /// <summary>The entries by name.</summary>
    public IReadOnlyDictionary<string, ZipEntry> Entries => _entries;

    /// <summary>Reads the directory at the file's end.</summary>
    /// <exception cref="CheckpointException">The file is cut off or damaged.</exception>
    public static ZipDirectory Read(string path, MappedFile file)
    {
        var directory = new ZipDirectory(path, file);
        var (start, count) = directory.FindEntries();
        directory.ReadEntries(start, count);
        return directory;
    }

    /// <summary>Whether a file starts as a zip file does.</summary>
    public static bool Starts(ReadOnlySpan<byte> bytes) => bytes.StartsWith("PK\x03\x04"u8);

    /// <summary>Where an entry's bytes start.</summary>
    /// <exception cref="CheckpointException">The entry is compressed, or does not lie in the file.</exception>
    public long DataOffset(ZipEntry entry)
    {
        if (entry.IsCompressed)
        {
            throw CheckpointException.CompressedEntry(_path, entry.Name);
        }

        var header = Slice(entry.HeaderOffset, LocalBytes);
        if (U32(header, 0) != LocalSignature)
        {
            throw CheckpointException.BadZip(_path, $"no entry at byte {entry.HeaderOffset:N0}");
        }

        var start = entry.HeaderOffset + LocalBytes + U16(header, 26) + U16(header, 28);
        return start <= _file.Length - entry.Length
            ? start
            : throw CheckpointException.BadZip(_path, $"entry '{entry.Name}' ends after the file");
    }

    private (long Start, long Count) FindEntries()
    {
        var tail = (int)Math.Min(_file.Length, EndBytes + LongestComment);
        var bytes = _file.Bytes(_file.Length - tail, tail);
        for (var i = tail - EndBytes; i >= 0; i--)
        {
            if (U32(bytes, i) == EndSignature)
            {
                return FindEntries64(_file.Length - tail + i) ?? (U32(bytes, i + 16), U16(bytes, i + 10));
            }
        }

        throw CheckpointException.BadZip(_path, "its directory, which is at the end, is not there: the file is truncated");
    }

    /// <summary>The same where the file is too large for the plain directory; null where it is not.</summary>
    private (long Start, long Count)? FindEntries64(long end)
    {
        if (end < Locator64Bytes)
        {
            return null;
        }

        var locator = Slice(end - Locator64Bytes, Locator64Bytes);
        if (U32(locator, 0) != Locator64Signature)
        {
            return null;
        }

        var end64 = Slice(I64(locator, 8), End64Bytes);
        return U32(end64, 0) == End64Signature
            ? (I64(end64, 48), I64(end64, 32))
            : throw CheckpointException.BadZip(_path, "its 64-bit directory is not where it says");
    }

    private void ReadEntries(long offset, long count)
    {
        for (var i = 0L; i < count; i++)
        {
            var header = Slice(offset, EntryBytes);
            if (U32(header, 0) != EntrySignature)
            {
                throw CheckpointException.BadZip(_path, $"no directory entry at byte {offset:N0}");
            }

            var (nameBytes, extraBytes) = (U16(header, 28), U16(header, 30));
            var rest = Slice(offset + EntryBytes, nameBytes + extraBytes);
            var entry = WithLargeSizes(header, rest[nameBytes..], new ZipEntry
            {
                Name = Encoding.UTF8.GetString(rest[..nameBytes]),
                IsCompressed = U16(header, 10) != 0,
                Length = U32(header, 24),
                HeaderOffset = U32(header, 42),
            });
            _entries[entry.Name] = entry;
            offset += EntryBytes + nameBytes + extraBytes + U16(header, 32);
        }
    }

    /// <summary>Sizes of 4 GB and more stand in an extra field, in fixed order, each only if it is needed.</summary>
    private static ZipEntry WithLargeSizes(ReadOnlySpan<byte> header, ReadOnlySpan<byte> extra, ZipEntry entry)
    {
        while (extra.Length >= 4 && U16(extra, 2) <= extra.Length - 4)
        {
            var field = extra.Slice(4, U16(extra, 2));
            if (U16(extra, 0) == Extra64)
            {
                var next = 0;
                var length = Large(field, U32(header, 24), ref next) ?? entry.Length;
                _ = Large(field, U32(header, 20), ref next); // The compressed size.
                var offset = Large(field, U32(header, 42), ref next) ?? entry.HeaderOffset;
                return entry with { Length = length, HeaderOffset = offset };
            }

            extra = extra[(4 + field.Length)..];
        }

        return entry;
    }

    private static long? Large(ReadOnlySpan<byte> field, uint small, ref int next)
    {
        if (small != uint.MaxValue || next + 8 > field.Length)
        {
            return null;
        }

        next += 8;
        return I64(field, next - 8);
    }

    private ReadOnlySpan<byte> Slice(long offset, int length) =>
        offset >= 0 && offset <= _file.Length - length
            ? _file.Bytes(offset, length)
            : throw CheckpointException.BadZip(_path, $"its directory points to byte {offset:N0}, outside the file");

    private static ushort U16(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt16LittleEndian(bytes[at..]);

    private static uint U32(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt32LittleEndian(bytes[at..]);

    private static long I64(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadInt64LittleEndian(bytes[at..]);
}
