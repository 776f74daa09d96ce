using System.Text.Json.Nodes;
using FineTune.Nn;
using FineTune.Testing;
using static TorchSharp.torch;

namespace FineTune.Models.Tests;

/// <summary>Loads sequence classifiers in one line.</summary>
internal static class Classifiers
{
    public static LoadOptions OnCpu { get; } = new() { Device = CPU };

    /// <summary>Loads a checkpoint folder as it stands.</summary>
    public static LoadedModel<ISequenceClassifier> Load(string folder, LoadOptions? options = null)
    {
        using var pretrained = PretrainedFolder.Open(folder);
        return pretrained.LoadSequenceClassifier(pretrained.Config, options ?? OnCpu);
    }

    /// <summary>Writes a checkpoint and loads it.</summary>
    public static LoadedModel<ISequenceClassifier> Load(
        JsonObject config, IReadOnlyDictionary<string, Tensor> weights, LoadOptions? options = null)
    {
        using var folder = new TemporaryFolder();
        return Load(TinyBert.Write(folder.Path, config, weights), options);
    }

    /// <summary>The logits of some rows, packed in their order.</summary>
    public static Tensor Logits(this LoadedModel<ISequenceClassifier> loaded, TokenRows rows, params int[] order)
    {
        using var batch = rows.Pack(order);
        return loaded.Model.Logits(batch);
    }
}
