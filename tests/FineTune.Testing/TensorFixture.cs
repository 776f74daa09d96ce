using FineTune.Formats;
using FineTune.Nn;
using static TorchSharp.torch;

namespace FineTune.Testing;

/// <summary>Reads tensors out of a safetensors file by name, and writes such files.</summary>
public sealed class TensorFixture : IDisposable
{
    private readonly SafetensorsFile _file;

    /// <summary>Opens a file.</summary>
    public TensorFixture(string path) => _file = SafetensorsFile.Open(path);

    /// <summary>Writes tensors, each in its own type.</summary>
    public static void Write(string path, IReadOnlyDictionary<string, Tensor> tensors) =>
        SafetensorsWriter.Write(
            path,
            tensors.Select(t => new TensorInfo(t.Key, TypeOf(t.Value), t.Value.shape)),
            (info, stream) => TensorBytes.Read(tensors[info.Name], stream.Write));

    /// <summary>Names of all tensors.</summary>
    public IEnumerable<string> Names => _file.Tensors.Select(t => t.Name);

    /// <summary>Whether there is a tensor of that name.</summary>
    public bool Has(string name) => _file.TryGet(name, out _);

    /// <summary>A tensor of its stored type.</summary>
    public Tensor this[string name]
    {
        get
        {
            if (!_file.TryGet(name, out var info))
            {
                throw new ArgumentException($"there is no tensor '{name}'", nameof(name));
            }
            var type = TensorBytes.TypeOf(info.DType.ToString());
            var tensor = empty(info.Shape, type);
            TensorBytes.Fill(tensor, type, (start, into) => _file.Bytes(info, start, into.Length).CopyTo(into));
            return tensor;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    private static DType TypeOf(Tensor tensor) => Enum.Parse<DType>(TensorBytes.NameOf(tensor.dtype));
}
