using System.Buffers.Binary;

namespace FineTune.Formats;

/// <summary>The header of a safetensors file, read once and checked against the file's length.</summary>
/// <remarks>
/// Layout: 8 bytes of header length (little-endian), the header as JSON, then the tensors' bytes without holes.
/// What is rejected is what the safetensors library rejects, with every problem of a file reported at once.
/// </remarks>
internal sealed class SafetensorsHeader
{
    /// <summary>Bytes in front of the JSON.</summary>
    public const int LengthBytes = 8;

    /// <summary>The key that holds free text instead of a tensor.</summary>
    public const string MetadataKey = "__metadata__";

    private const long MaxBytes = 100_000_000;

    private SafetensorsHeader(
        IReadOnlyList<TensorInfo> tensors,
        IReadOnlyDictionary<string, TensorInfo> byName,
        IReadOnlyDictionary<string, string> metadata) => (Tensors, ByName, Metadata) = (tensors, byName, metadata);

    /// <summary>The tensors in the order in which they lie in the file.</summary>
    public IReadOnlyList<TensorInfo> Tensors { get; }

    /// <summary>The same by name.</summary>
    public IReadOnlyDictionary<string, TensorInfo> ByName { get; }

    /// <summary>The <c>__metadata__</c> entries.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <exception cref="CheckpointException">Anything in the header contradicts the format or the file.</exception>
    public static SafetensorsHeader Read(string path, MappedFile file)
    {
        var length = ReadLength(path, file);
        var dataStart = LengthBytes + length;
        var parser = new SafetensorsHeaderParser(path, file.Bytes(LengthBytes, length), dataStart);
        parser.Parse();
        var placed = parser.Ranges;
        placed.Sort(static (a, b) => (a.Begin, a.End).CompareTo((b.Begin, b.End)));
        var problems = parser.Problems;
        if (parser.AllPlaced)
        {
            problems.AddRange(LayoutProblems(path, placed, file.Length - dataStart));
        }

        if (problems.Count > 0)
        {
            throw CheckpointException.All(problems);
        }

        var byName = parser.Tensors;
        return new([.. placed.Select(range => byName[range.Name])], byName, parser.Metadata);
    }

    private static int ReadLength(string path, MappedFile file)
    {
        if (file.Length < LengthBytes)
        {
            throw CheckpointException.TooShort(path, file.Length);
        }

        var start = file.Bytes(0, LengthBytes);
        if (start.SequenceEqual("version "u8))
        {
            throw CheckpointException.GitLfsPointer(path);
        }

        var length = BinaryPrimitives.ReadUInt64LittleEndian(start);
        if (length > MaxBytes)
        {
            throw CheckpointException.HeaderTooLarge(path, length, MaxBytes);
        }

        var available = file.Length - LengthBytes;
        return (long)length <= available
            ? (int)length
            : throw CheckpointException.HeaderTruncated(path, (long)length, available);
    }

    /// <summary>
    /// In file order each tensor must start where the one before it ended, and the last must end with the file.
    /// </summary>
    private static IEnumerable<CheckpointException> LayoutProblems(
        string path, IReadOnlyList<TensorRange> placed, long available)
    {
        var (end, previous, cut, contiguous) = (0L, "", 0, true);
        foreach (var range in placed)
        {
            if (range.Begin != end)
            {
                contiguous = false;
                yield return range.Begin < end
                    ? CheckpointException.Overlap(path, range.Name, range.Begin, previous, end)
                    : CheckpointException.Hole(path, range.Name, range.Begin, end);
            }

            cut += range.End > available ? 1 : 0;
            (end, previous) = (Math.Max(end, range.End), range.Name);
        }

        if (end > available)
        {
            yield return CheckpointException.DataTruncated(path, end, available, cut);
        }
        else if (end < available && contiguous)
        {
            yield return CheckpointException.TrailingBytes(path, end, available);
        }
    }
}
