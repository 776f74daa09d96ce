using FineTune.Formats;
using FineTune.Nn;
using static TorchSharp.torch;

namespace FineTune.Peft;

/// <summary>Folds an adapter, if there is one, into the base weights and writes a plain checkpoint: every base tensor,
/// adapters folded in with float32 arithmetic, rounded once to the wanted type. One tensor is in memory at a time, and of
/// tensors that no adapter changes only a window.</summary>
public static class Merger
{
    /// <summary>Writes one file.</summary>
    /// <param name="path">The safetensors file to write.</param>
    /// <param name="adapter">The adapter; null writes the weights as they are.</param>
    /// <param name="parameters">The parameters of the model that it is attached to.</param>
    /// <param name="dtype">Type of the tensors written.</param>
    /// <exception cref="PeftException">The method cannot be folded in, or merged values are too large for the type.
    /// </exception>
    public static void Write(string path, Adapter? adapter, ParameterSet parameters, ScalarType dtype)
    {
        var tensors = new MergePlan(adapter, parameters, dtype).Tensors;
        SafetensorsWriter.Write(path, tensors.Select(t => t.Info), WriterOf(tensors));
    }

    /// <summary>Writes a folder's weights, in shards where they exceed a size.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="adapter">The adapter; null writes the weights as they are.</param>
    /// <param name="parameters">The parameters of the model that it is attached to.</param>
    /// <param name="dtype">Type of the tensors written; null gives each the type it is stored in.</param>
    /// <param name="maxShardSize">The most bytes of tensors in a file.</param>
    /// <returns>Whether a tie was parted: tensors that two modules of the base model share are two here, because only
    /// one was adapted, and the config must say so.</returns>
    /// <exception cref="PeftException">The method cannot be folded in, or merged values are too large for the type.
    /// </exception>
    public static bool WriteShards(
        string folder, Adapter? adapter, ParameterSet parameters, ScalarType? dtype, ByteSize maxShardSize)
    {
        var plan = new MergePlan(adapter, parameters, dtype);
        CheckpointWriter.Write(folder, [.. plan.Tensors.Select(t => t.Info)], WriterOf(plan.Tensors), maxShardSize);
        return plan.Untied;
    }

    private static Action<TensorInfo, Stream> WriterOf(IReadOnlyList<MergedTensor> tensors)
    {
        var byName = tensors.ToDictionary(t => t.Name, StringComparer.Ordinal);
        return (info, stream) => byName[info.Name].Write(stream);
    }
}
