using FineTune.Formats;
using FineTune.Nn;
using static TorchSharp.torch;

namespace FineTune.Peft;

/// <summary>Writes tensors to a safetensors file.</summary>
internal static class TensorFile
{
    /// <summary>Writes all of them in one type.</summary>
    /// <exception cref="PeftException">Numbers are too large for it.</exception>
    public static void Write(string path, IEnumerable<KeyValuePair<string, Tensor>> tensors, ScalarType dtype)
    {
        using var scope = NewDisposeScope();
        var values = tensors.ToDictionary(t => t.Key, t => t.Value.to(dtype), StringComparer.Ordinal);
        var broken = values.Where(t => !t.Value.isfinite().all().item<bool>()).Select(t => t.Key).ToList();
        if (broken.Count > 0)
        {
            throw PeftException.TooLarge(broken, dtype);
        }
        Write(path, values);
    }

    /// <summary>Writes all of them, each in its own type.</summary>
    public static void Write(string path, IReadOnlyDictionary<string, Tensor> tensors) =>
        SafetensorsWriter.Write(
            path,
            tensors.Select(t => new TensorInfo(t.Key, Enum.Parse<DType>(TensorBytes.NameOf(t.Value.dtype)), t.Value.shape)),
            (info, stream) => TensorBytes.Read(tensors[info.Name], stream.Write));
}
