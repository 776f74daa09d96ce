using FineTune.Formats;
using FineTune.Nn;
using FineTune.Peft;
using FineTune.Testing;
using static TorchSharp.torch;

namespace FineTune.Recipes.Tests.Goldens;

/// <summary>The adapter of a golden case, as it is trained: where an encoder makes what its folder holds, with the
/// encoder.</summary>
internal sealed class GoldenAdapter
{
    private const string TableName = "prompt_encoder.embedding.weight";

    private readonly GoldenCase _golden;
    private readonly AdapterFolder _folder;
    private readonly bool _encoded;

    private GoldenAdapter(GoldenCase golden, AdapterFolder folder, Adapter adapter, bool encoded) =>
        (_golden, _folder, Adapter, _encoded) = (golden, folder, adapter, encoded);

    public Adapter Adapter { get; }

    public bool CanMerge => Entry.CanMerge;

    private PeftEntry Entry => PeftRegistry.For(Adapter.Config);

    /// <summary>Makes the adapter.</summary>
    /// <param name="golden">The case.</param>
    /// <param name="asStored">Whether to take it as its folder holds it, without an encoder.</param>
    public static GoldenAdapter Of(GoldenCase golden, bool asStored = false)
    {
        var folder = AdapterFolder.Open(golden.At("adapter"));
        PeftConfig config = asStored ? folder.Config : folder.Config switch
        {
            // As a config file has them: with an encoder.
            PTuningConfig saved => new PTuningConfig
            {
                NumVirtualTokens = saved.NumVirtualTokens,
                EncoderReparameterizationType = saved.EncoderReparameterizationType,
                EncoderHiddenSize = saved.EncoderHiddenSize,
                EncoderNumLayers = saved.EncoderNumLayers,
            },
            PrefixTuningConfig { PrefixProjection: true } saved => new PrefixTuningConfig
            {
                NumVirtualTokens = saved.NumVirtualTokens,
                PrefixProjection = true,
                EncoderHiddenSize = saved.EncoderHiddenSize,
            },
            var other => other,
        };
        var context = new AdapterContext(HfConfig.Open(golden.At("base")).ModelType, folder.TaskType);
        return new GoldenAdapter(
            golden, folder, PeftRegistry.Create(config, context), encoded: !ReferenceEquals(config, folder.Config));
    }

    /// <summary>Sets the trained parameters to the case's first values.</summary>
    public void LoadInto(ParameterSet parameters)
    {
        if (!_encoded)
        {
            _folder.LoadInto(parameters);
            return;
        }
        using var guard = no_grad();
        using var scope = NewDisposeScope();
        using var tensors = _golden.Tensors();
        using var stored = new TensorFixture(_golden.At("adapter", AdapterFolder.WeightsName));
        foreach (var parameter in parameters.Trainable)
        {
            parameter.Value.copy_(
                Entry.KeyOf(parameter) is { } key ? stored[key] : tensors[$"init/{parameter.Name}"]);
        }
    }

    /// <summary>What the case calls a trained parameter.</summary>
    public string NameOf(Parameter parameter) => Entry.KeyOf(parameter) switch
    {
        null => parameter.Name,
        "prompt_embeddings" => TableName,
        var key => key,
    };

    /// <summary>Compares what is trained and not in the folder with the reference's values after training.</summary>
    public void CheckFinal(TensorFixture tensors, ParameterSet parameters)
    {
        foreach (var parameter in parameters.Trainable.Where(p => tensors.Has($"final/{NameOf(p)}")))
        {
            TensorAssert.Close(parameter.Name, tensors[$"final/{NameOf(parameter)}"], parameter.Value, Tolerance.Trajectory);
        }
    }

    /// <summary>Checks that a method that cannot be merged says so.</summary>
    public void CheckRefusal(ParameterSet parameters)
    {
        using var folder = new TemporaryFolder();
        var refusal = Assert.Throws<PeftException>(
            () => Merger.Write(folder.At("model.safetensors"), Adapter, parameters, float32));
        Assert.Contains(Adapter.Config.PeftType, refusal.Message, StringComparison.Ordinal);
    }
}
