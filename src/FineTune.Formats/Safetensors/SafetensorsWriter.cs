using System.Buffers.Binary;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace FineTune.Formats;

/// <summary>Writes safetensors files byte for byte as the safetensors library lays them out.</summary>
/// <remarks>
/// Order: larger and later dtypes first (see <see cref="DType"/>), then by name; so the same tensors always give the
/// same file.
/// </remarks>
public static class SafetensorsWriter
{
    private const byte Padding = (byte)' ';

    private static readonly IReadOnlyDictionary<string, string> DefaultMetadata =
        new Dictionary<string, string> { ["format"] = "pt" };

    private static readonly JsonWriterOptions JsonOptions =
        new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>
    /// Writes the header, then pulls the tensors' bytes one tensor at a time; atomically (see
    /// <see cref="AtomicFile"/>).
    /// </summary>
    /// <param name="path">The file to write; replaced when it is there.</param>
    /// <param name="tensors">Names, dtypes and shapes, in any order; their offsets do not count.</param>
    /// <param name="writeBytes">
    /// Writes the little-endian bytes of the tensor it is asked for to the stream it is given. Called once a tensor, in
    /// file order, so that no more than one tensor need be in memory.
    /// </param>
    /// <param name="metadata">
    /// The <c>__metadata__</c> entries. Default: <c>format: pt</c>, which transformers asks for.
    /// </param>
    /// <exception cref="ArgumentException">
    /// Two tensors have one name, or a callback wrote another number of bytes than its tensor takes.
    /// </exception>
    /// <exception cref="IOException">The disk is full, or the folder cannot be written to.</exception>
    public static void Write(
        string path,
        IEnumerable<TensorInfo> tensors,
        Action<TensorInfo, Stream> writeBytes,
        IReadOnlyDictionary<string, string>? metadata = null)
    {
        TensorInfo[] ordered =
        [
            .. tensors.OrderByDescending(tensor => tensor.DType).ThenBy(tensor => tensor.Name, StringComparer.Ordinal),
        ];
        var header = Header(ordered, metadata ?? DefaultMetadata);
        AtomicFile.Write(path, stream =>
        {
            stream.Write(header);
            foreach (var tensor in ordered)
            {
                var expectedEnd = stream.Position + tensor.ByteLength;
                writeBytes(tensor, stream);
                if (stream.Position != expectedEnd)
                {
                    var written = stream.Position - expectedEnd + tensor.ByteLength;
                    throw new ArgumentException(
                        $"Tensor '{tensor.Name}' takes {tensor.ByteLength:N0} bytes, {written:N0} were written.",
                        nameof(writeBytes));
                }
            }
        });
    }

    private static byte[] Header(TensorInfo[] ordered, IReadOnlyDictionary<string, string> metadata)
    {
        using var bytes = new MemoryStream();
        bytes.Write(stackalloc byte[SafetensorsHeader.LengthBytes]); // The length, filled in below.
        using (var json = new Utf8JsonWriter(bytes, JsonOptions))
        {
            WriteJson(json, ordered, metadata);
        }

        while (bytes.Length % 8 != 0)
        {
            bytes.WriteByte(Padding);
        }

        var header = bytes.ToArray();
        BinaryPrimitives.WriteInt64LittleEndian(header, header.Length - SafetensorsHeader.LengthBytes);
        return header;
    }

    private static void WriteJson(
        Utf8JsonWriter json, TensorInfo[] ordered, IReadOnlyDictionary<string, string> metadata)
    {
        json.WriteStartObject();
        if (metadata.Count > 0)
        {
            json.WriteStartObject(SafetensorsHeader.MetadataKey);
            foreach (var (key, value) in metadata.OrderBy(entry => entry.Key, StringComparer.Ordinal))
            {
                json.WriteString(key, value);
            }

            json.WriteEndObject();
        }

        var names = new HashSet<string> { SafetensorsHeader.MetadataKey };
        var offset = 0L;
        foreach (var tensor in ordered)
        {
            if (!names.Add(tensor.Name))
            {
                throw new ArgumentException(
                    $"'{tensor.Name}' is given twice, or is no name for a tensor.", nameof(ordered));
            }

            WriteTensor(json, tensor, ref offset);
        }

        json.WriteEndObject();
    }

    private static void WriteTensor(Utf8JsonWriter json, TensorInfo tensor, ref long offset)
    {
        json.WriteStartObject(tensor.Name);
        json.WriteString("dtype", tensor.DType.ToString());
        json.WriteStartArray("shape");
        foreach (var size in tensor.Shape)
        {
            json.WriteNumberValue(size);
        }

        json.WriteEndArray();
        json.WriteStartArray("data_offsets");
        json.WriteNumberValue(offset);
        offset += tensor.ByteLength;
        json.WriteNumberValue(offset);
        json.WriteEndArray();
        json.WriteEndObject();
    }
}
