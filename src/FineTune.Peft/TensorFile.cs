using FineTune.Formats;
using FineTune.Nn;
using static TorchSharp.torch;

namespace FineTune.Peft;

/// <summary>Writes tensors to a safetensors file.</summary>
internal static class TensorFile
{
    /// <summary>Writes all of them, each in its own type.</summary>
    public static void Write(string path, IReadOnlyDictionary<string, Tensor> tensors) =>
        SafetensorsWriter.Write(
            path,
            tensors.Select(t => new TensorInfo(t.Key, Enum.Parse<DType>(TensorBytes.NameOf(t.Value.dtype)), t.Value.shape)),
            (info, stream) => TensorBytes.Read(tensors[info.Name], stream.Write));
}
