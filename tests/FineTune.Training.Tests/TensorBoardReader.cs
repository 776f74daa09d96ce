using System.Buffers.Binary;
using System.Text;

namespace FineTune.Training.Tests;

/// <summary>Reads TensorBoard event files and checks every checksum: TFRecord framing around protocol-buffers messages
/// (tensorflow/core/util/event.proto), of which it knows what scalars need.</summary>
internal static class TensorBoardReader
{
    private const uint Polynomial = 0x82F63B78;
    private const uint MaskDelta = 0xA282EAD8;

    public sealed record Event(double WallTime, long Step, string? Version, IReadOnlyDictionary<string, float> Scalars);

    public static IReadOnlyList<Event> Read(string path)
    {
        ReadOnlySpan<byte> rest = File.ReadAllBytes(path);
        var events = new List<Event>();
        while (rest.Length > 0)
        {
            var length = (int)BinaryPrimitives.ReadInt64LittleEndian(rest);
            CheckSum("length", rest[..8], rest[8..]);
            var data = rest.Slice(12, length);
            CheckSum("record", data, rest[(12 + length)..]);
            events.Add(ReadEvent(data.ToArray()));
            rest = rest[(16 + length)..];
        }
        return events;
    }

    /// <summary>CRC-32C bit by bit (RFC 3720, appendix B.4).</summary>
    public static uint Crc32C(ReadOnlySpan<byte> data)
    {
        var crc = uint.MaxValue;
        foreach (var value in data)
        {
            crc ^= value;
            for (var bit = 0; bit < 8; bit++)
            {
                crc = (crc & 1) != 0 ? (crc >> 1) ^ Polynomial : crc >> 1;
            }
        }
        return ~crc;
    }

    private static void CheckSum(string what, ReadOnlySpan<byte> data, ReadOnlySpan<byte> stored)
    {
        var crc = Crc32C(data);
        var expected = unchecked(((crc >> 15) | (crc << 17)) + MaskDelta);
        Assert.True(
            expected == BinaryPrimitives.ReadUInt32LittleEndian(stored), $"the checksum of a {what} is wrong");
    }

    private static Event ReadEvent(byte[] message)
    {
        var fields = Fields(message).ToLookup(f => f.Number, f => f.Value);
        var scalars = fields[5]
            .SelectMany(summary => Fields((byte[])summary))
            .Select(value => Fields((byte[])value.Value).ToDictionary(f => f.Number, f => f.Value))
            .ToDictionary(
                value => Encoding.UTF8.GetString((byte[])value[1]),
                value => BitConverter.UInt32BitsToSingle((uint)value[2]));
        return new Event(
            BitConverter.UInt64BitsToDouble((ulong)fields[1].Single()),
            (long)(ulong)(fields[2].SingleOrDefault() ?? 0UL),
            fields[3].SingleOrDefault() is byte[] version ? Encoding.UTF8.GetString(version) : null,
            scalars);
    }

    /// <summary>A message's fields: varints and 64-bit numbers as <see cref="ulong"/>, 32-bit ones as
    /// <see cref="uint"/>, the rest as bytes.</summary>
    private static IEnumerable<(int Number, object Value)> Fields(byte[] message)
    {
        var at = 0;
        while (at < message.Length)
        {
            var key = VarInt(message, ref at);
            object value;
            switch (key & 7)
            {
                case 0:
                    value = VarInt(message, ref at);
                    break;
                case 1:
                    value = BinaryPrimitives.ReadUInt64LittleEndian(message.AsSpan(at));
                    at += 8;
                    break;
                case 2:
                    var length = (int)VarInt(message, ref at);
                    value = message[at..(at + length)];
                    at += length;
                    break;
                case 5:
                    value = BinaryPrimitives.ReadUInt32LittleEndian(message.AsSpan(at));
                    at += 4;
                    break;
                default:
                    throw new InvalidDataException($"wire type {key & 7}");
            }
            yield return ((int)(key >> 3), value);
        }
    }

    private static ulong VarInt(byte[] message, ref int at)
    {
        var value = 0UL;
        for (var shift = 0; ; shift += 7)
        {
            var part = message[at++];
            value |= (ulong)(part & 0x7F) << shift;
            if (part < 0x80)
            {
                return value;
            }
        }
    }
}
