using FineTune.Formats;
using FineTune.Nn;

namespace FineTune.Peft;

/// <summary>Reads a file of an adapter folder into a model.</summary>
internal static class StoredTensors
{
    /// <summary>Sets parameters to a file's tensors.</summary>
    /// <param name="file">The safetensors file.</param>
    /// <param name="wanted">The parameters that have to be there, by key.</param>
    /// <param name="optional">Parameters that may be there, by key; null for none.</param>
    /// <param name="ignored">A tensor that may be there and is not read; null for none.</param>
    /// <exception cref="PeftException">Tensors are missing, surplus or of another shape; all are listed.</exception>
    public static void Load(
        string file,
        IReadOnlyDictionary<string, Parameter> wanted,
        IReadOnlyDictionary<string, Parameter>? optional = null,
        string? ignored = null)
    {
        using var stored = SafetensorsFile.Open(file);
        var found = stored.Tensors
            .Where(t => t.Name != ignored)
            .Select(t => (Info: t, Into: wanted.GetValueOrDefault(t.Name) ?? optional?.GetValueOrDefault(t.Name)))
            .ToList();
        var missing = wanted.Keys.Where(k => !stored.TryGet(k, out _)).ToList();
        var unexpected = found.Where(t => t.Into is null).Select(t => t.Info.Name).ToList();
        var misshapen = found
            .Where(t => t.Into is { } into && !into.Value.shape.AsSpan().SequenceEqual(t.Info.Shape))
            .Select(t => $"{t.Info.Name}: the file has {t.Info.ShapeText}, "
                + $"the model wants [{string.Join(", ", t.Into!.Value.shape)}]")
            .ToList();
        if (missing.Count + unexpected.Count + misshapen.Count > 0)
        {
            throw PeftException.TensorsDoNotFit(file, missing, misshapen, unexpected);
        }
        foreach (var (info, into) in found)
        {
            TensorBytes.Fill(
                into!.Value,
                TensorBytes.TypeOf(info.DType.ToString()),
                (start, bytes) => stored.Bytes(info, start, bytes.Length).CopyTo(bytes));
        }
    }
}
