using System.Text.Json.Nodes;
using FineTune.Nn;
using FineTune.Testing;
using static TorchSharp.torch;

namespace FineTune.Models.Tests;

/// <summary>Loads decoders in one line.</summary>
internal static class Decoders
{
    /// <summary>The architectures that have one.</summary>
    public static TheoryData<string> ModelTypes =>
        [.. ModelRegistry.All.Where(e => e.ForCausalLM is not null).Select(e => e.ModelType)];

    /// <summary>Loads a checkpoint folder as it stands.</summary>
    public static LoadedModel<ICausalLM> Load(string folder, LoadOptions? options = null)
    {
        using var pretrained = PretrainedFolder.Open(folder);
        return pretrained.LoadCausalLM(pretrained.Config, options ?? Classifiers.OnCpu);
    }

    /// <summary>Writes a checkpoint and loads it.</summary>
    public static LoadedModel<ICausalLM> Load(
        JsonObject config, IReadOnlyDictionary<string, Tensor> weights, LoadOptions? options = null)
    {
        using var folder = new TemporaryFolder();
        return Load(TinyBert.Write(folder.Path, config, weights), options);
    }

    /// <summary>Loads the tiny checkpoint of an architecture.</summary>
    /// <param name="modelType">The architecture.</param>
    /// <param name="options">Types, places, adapter.</param>
    /// <param name="change">Changes the configuration; null for none.</param>
    public static LoadedModel<ICausalLM> Tiny(
        string modelType, LoadOptions? options = null, Action<JsonObject>? change = null)
    {
        var tiny = TinyCheckpoint.Of(modelType);
        var config = tiny.Config();
        change?.Invoke(config);
        return Load(config, tiny.CausalWeights!(), options);
    }

    /// <summary>The logits of every token of some rows, packed in their order.</summary>
    public static Tensor Logits(this LoadedModel<ICausalLM> loaded, TokenRows rows, params int[] order)
    {
        using var batch = rows.Pack(order);
        return loaded.Model.Logits(loaded.Model.Hidden(batch));
    }
}
