using System.Buffers.Binary;
using System.Text;

namespace FineTune.Formats.Tests;

/// <summary>Safetensors files made by hand, right or wrong.</summary>
internal static class Safetensors
{
    public static byte[] Bytes(string header, int dataBytes) => Bytes(Encoding.UTF8.GetBytes(header), dataBytes);

    public static byte[] Bytes(byte[] header, int dataBytes)
    {
        var file = new byte[8 + header.Length + dataBytes];
        BinaryPrimitives.WriteInt64LittleEndian(file, header.Length);
        header.CopyTo(file, 8);
        return file;
    }

    /// <summary>What opening these bytes says is wrong.</summary>
    public static IReadOnlyList<string> Problems(byte[] file)
    {
        using var folder = new TempFolder();
        var path = folder.Write("model.safetensors", file);
        return Assert.Throws<CheckpointException>(() => SafetensorsFile.Open(path)).Problems;
    }

    public static IReadOnlyList<string> Problems(string header, int dataBytes) => Problems(Bytes(header, dataBytes));
}
