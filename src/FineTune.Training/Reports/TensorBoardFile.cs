using System.Buffers.Binary;
using System.Text;

namespace FineTune.Training;

/// <summary>Writes the run's scalars as TensorBoard events: records of length, checksum, an <c>Event</c> message
/// (tensorflow/core/util/event.proto), checksum.</summary>
public sealed class TensorBoardFile : ITrainObserver, IDisposable
{
    private readonly string _folder;
    private readonly TimeProvider _clock;
    private FileStream? _file;

    /// <summary>Sets the writer up; the file is opened when the run starts.</summary>
    /// <param name="folder">Where <c>events.out.tfevents.*</c> goes.</param>
    /// <param name="clock">Stamps the events.</param>
    public TensorBoardFile(string folder, TimeProvider clock)
    {
        _folder = folder;
        _clock = clock;
    }

    /// <inheritdoc/>
    public void Started(TrainPlan plan, TrainState state)
    {
        var name = $"events.out.tfevents.{_clock.GetUtcNow().ToUnixTimeMilliseconds()}.finetune";
        _file = new FileStream(Path.Combine(_folder, name), FileMode.Create);
        var version = new ProtoMessage().Double(1, Now).Text(3, "brain.Event:2");
        WriteRecord(version.ToArray());
    }

    /// <inheritdoc/>
    public void Logged(StepReport report) => Write(report.Step, new Dictionary<string, double>(
        report.Metrics.Select(m => KeyValuePair.Create($"train/{m.Key}", m.Value)))
    {
        ["train/loss"] = report.Loss,
        ["train/learning_rate"] = report.LearningRate,
        ["train/grad_norm"] = report.GradNorm,
        ["train/epoch"] = report.Epoch,
        ["train/tokens_per_second"] = report.Speed.TokensPerSecond,
    });

    /// <inheritdoc/>
    public void Evaluated(EvaluationReport report) =>
        Write(report.Step, report.Scores.ToDictionary(s => $"eval/{s.Key}", s => s.Value));

    /// <inheritdoc/>
    public void Dispose() => _file?.Dispose();

    private double Now => _clock.GetUtcNow().ToUnixTimeMilliseconds() / 1000.0;

    private void Write(int step, Dictionary<string, double> scalars)
    {
        var summary = new ProtoMessage();
        foreach (var (tag, value) in scalars)
        {
            summary.Message(1, new ProtoMessage().Text(1, tag).Float(2, (float)value));
        }
        WriteRecord(new ProtoMessage().Double(1, Now).Integer(2, step).Message(5, summary).ToArray());
        _file?.Flush();
    }

    private void WriteRecord(byte[] data)
    {
        Span<byte> length = stackalloc byte[8];
        Span<byte> checksum = stackalloc byte[4];
        BinaryPrimitives.WriteInt64LittleEndian(length, data.Length);
        _file?.Write(length);
        BinaryPrimitives.WriteUInt32LittleEndian(checksum, Crc32C.Masked(length));
        _file?.Write(checksum);
        _file?.Write(data);
        BinaryPrimitives.WriteUInt32LittleEndian(checksum, Crc32C.Masked(data));
        _file?.Write(checksum);
    }

    /// <summary>A protocol-buffers message under construction.</summary>
    private sealed class ProtoMessage
    {
        private const int VarInt = 0;
        private const int Fixed64 = 1;
        private const int Bytes = 2;
        private const int Fixed32 = 5;

        private readonly List<byte> _bytes = [];

        public ProtoMessage Integer(int field, long value) => Key(field, VarInt).Raw((ulong)value);

        public ProtoMessage Double(int field, double value)
        {
            Key(field, Fixed64)._bytes.AddRange(BitConverter.GetBytes(value));
            return this;
        }

        public ProtoMessage Float(int field, float value)
        {
            Key(field, Fixed32)._bytes.AddRange(BitConverter.GetBytes(value));
            return this;
        }

        public ProtoMessage Text(int field, string value) => Block(field, Encoding.UTF8.GetBytes(value));

        public ProtoMessage Message(int field, ProtoMessage value) => Block(field, value.ToArray());

        public byte[] ToArray() => [.. _bytes];

        private ProtoMessage Block(int field, byte[] value)
        {
            Key(field, Bytes).Raw((ulong)value.Length)._bytes.AddRange(value);
            return this;
        }

        private ProtoMessage Key(int field, int wireType) => Raw((ulong)((field << 3) | wireType));

        private ProtoMessage Raw(ulong value)
        {
            for (; value >= 0x80; value >>= 7)
            {
                _bytes.Add((byte)(value | 0x80));
            }
            _bytes.Add((byte)value);
            return this;
        }
    }
}
