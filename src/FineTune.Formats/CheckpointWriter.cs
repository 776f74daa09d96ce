using System.Globalization;
using System.Text.Json.Nodes;

namespace FineTune.Formats;

/// <summary>Writes a checkpoint's weights as transformers does: one file, or shards with an index where they exceed a
/// size.</summary>
public static class CheckpointWriter
{
    /// <summary>The size that a shard does not exceed where nothing else is asked for.</summary>
    public static ByteSize DefaultShardSize { get; } = new(5_000_000_000);

    /// <summary>Writes <c>model.safetensors</c>, or <c>model-00001-of-0000N.safetensors</c> and their index.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="tensors">Names, dtypes and shapes in the model's order, which is the order they fill shards in.</param>
    /// <param name="writeBytes">As in <see cref="SafetensorsWriter.Write"/>.</param>
    /// <param name="maxShardSize">The most bytes of tensors in a file; a larger tensor gets one to itself.</param>
    /// <exception cref="IOException">The disk is full, or the folder cannot be written to.</exception>
    public static void Write(
        string folder, IReadOnlyList<TensorInfo> tensors, Action<TensorInfo, Stream> writeBytes, ByteSize maxShardSize)
    {
        var shards = Shards(tensors, maxShardSize.Bytes);
        if (shards.Count <= 1)
        {
            SafetensorsWriter.Write(Path.Combine(folder, CheckpointFolder.WeightsName), tensors, writeBytes);
            return;
        }

        var map = new JsonObject();
        for (var i = 0; i < shards.Count; i++)
        {
            var name = string.Create(
                CultureInfo.InvariantCulture, $"model-{i + 1:00000}-of-{shards.Count:00000}.safetensors");
            SafetensorsWriter.Write(Path.Combine(folder, name), shards[i], writeBytes);
            shards[i].ForEach(tensor => map.Add(tensor.Name, name));
        }

        HfJson.Write(Path.Combine(folder, CheckpointFolder.IndexName), new JsonObject
        {
            ["metadata"] = new JsonObject
            {
                ["total_parameters"] = tensors.Sum(tensor => tensor.ElementCount),
                ["total_size"] = tensors.Sum(tensor => tensor.ByteLength),
            },
            ["weight_map"] = map,
        });
    }

    // The rule of huggingface_hub's split_torch_state_dict_into_shards.
    private static List<List<TensorInfo>> Shards(IReadOnlyList<TensorInfo> tensors, long limit)
    {
        var shards = new List<List<TensorInfo>>();
        var (current, size) = (new List<TensorInfo>(), 0L);
        foreach (var tensor in tensors)
        {
            if (tensor.ByteLength > limit)
            {
                shards.Add([tensor]);
                continue;
            }

            if (size + tensor.ByteLength > limit)
            {
                shards.Add(current);
                (current, size) = ([], 0);
            }

            current.Add(tensor);
            size += tensor.ByteLength;
        }

        if (current.Count > 0)
        {
            shards.Add(current);
        }

        return shards;
    }
}
