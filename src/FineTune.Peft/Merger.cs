using FineTune.Formats;
using FineTune.Nn;
using static TorchSharp.torch;

namespace FineTune.Peft;

/// <summary>Folds an adapter, if there is one, into the base weights and writes a plain checkpoint.</summary>
public static class Merger
{
    /// <summary>Writes the merged weights: every base tensor, adapters folded in with float32 arithmetic, rounded once
    /// to the wanted type. One tensor is in memory at a time.</summary>
    /// <param name="path">The safetensors file to write.</param>
    /// <param name="adapter">The adapter; null writes the weights as they are.</param>
    /// <param name="parameters">The parameters of the model that it is attached to.</param>
    /// <param name="dtype">Type of the floating-point tensors written.</param>
    /// <exception cref="PeftException">The method cannot be folded in.</exception>
    public static void Write(string path, Adapter? adapter, ParameterSet parameters, ScalarType dtype)
    {
        if (adapter is not null && !PeftRegistry.For(adapter.Config).CanMerge)
        {
            throw PeftException.CannotMerge(adapter.Config.PeftType);
        }
        var mergers = (adapter?.Mergeables ?? [])
            .SelectMany(m => m.BaseNames.Select(name => (name, m)))
            .ToLookup(pair => pair.name, pair => pair.m);
        var written = Enum.Parse<DType>(TensorBytes.NameOf(dtype));
        SafetensorsWriter.Write(
            path,
            parameters.Base.Select(p => new TensorInfo(p.Name, written, p.Value.shape)),
            (info, stream) =>
            {
                using var scope = NewDisposeScope();
                using var guard = no_grad();
                var value = parameters.Find(info.Name)!.Value.to(float32);
                foreach (var merger in mergers[info.Name])
                {
                    value = merger.Merge(info.Name, value);
                }
                TensorBytes.Read(value.to(dtype), stream.Write);
            });
    }
}
