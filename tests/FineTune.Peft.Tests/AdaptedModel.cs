using FineTune.Models;
using FineTune.Nn;
using FineTune.Testing;
using static TorchSharp.torch;

namespace FineTune.Peft.Tests;

/// <summary>A tiny classifier with an adapter.</summary>
internal sealed class AdaptedModel : IDisposable
{
    private readonly LoadedModel<ISequenceClassifier> _loaded;

    private AdaptedModel(LoadedModel<ISequenceClassifier> loaded, Adapter adapter) =>
        (_loaded, Adapter) = (loaded, adapter);

    public Adapter Adapter { get; }

    public ParameterSet Parameters => _loaded.Parameters;

    public IReadOnlyList<string> AdaptedPaths => ((TargetedAdapter)Adapter).AdaptedPaths;

    /// <summary>Loads a base model with a new adapter.</summary>
    public static AdaptedModel Load(
        string folder, PeftConfig config, int seed = 1, ScalarType dtype = ScalarType.Float32,
        FrozenStorage? storage = null)
    {
        using var pretrained = PretrainedFolder.Open(folder);
        var adapter = PeftRegistry.Create(
            config, new AdapterContext(pretrained.Entry.ModelType, AdapterContext.SequenceClassification));
        return new AdaptedModel(
            pretrained.LoadSequenceClassifier(
                pretrained.Config,
                new LoadOptions { Device = CPU, Adapter = adapter, Seed = seed, DType = dtype, Storage = storage }),
            adapter);
    }

    /// <summary>Loads a base model with a saved adapter.</summary>
    public static AdaptedModel Reopen(
        string folder, string adapterFolder, ScalarType dtype = ScalarType.Float32)
    {
        var saved = AdapterFolder.Open(adapterFolder);
        // Another seed than the first, so that whatever is not read shows.
        var model = Load(folder, saved.Config, seed: 99, dtype);
        saved.LoadInto(model.Parameters);
        return model;
    }

    /// <summary>Logits of a plain checkpoint.</summary>
    public static Tensor PlainLogits(string folder, TokenRows rows)
    {
        using var pretrained = PretrainedFolder.Open(folder);
        using var loaded = pretrained.LoadSequenceClassifier(
            pretrained.Config, new LoadOptions { Device = CPU, AllowFresh = false });
        using var batch = rows.Pack(rows.All);
        return loaded.Model.Logits(batch);
    }

    public Tensor Logits(TokenRows rows)
    {
        using var batch = rows.Pack(rows.All);
        return _loaded.Model.Logits(batch);
    }

    /// <summary>Moves every trainable parameter to a random place near its present one, as training would.</summary>
    public void Wander(int seed, double step = 0.1)
    {
        using var guard = no_grad();
        using var random = new Generator((ulong)seed);
        foreach (var parameter in Parameters.Trainable)
        {
            parameter.Value.add_(randn(parameter.Value.shape, generator: random).mul_(step));
        }
    }

    public void Save(string folder) => AdapterFolder.Save(folder, Adapter, Parameters, "the/base");

    public void Dispose() => _loaded.Dispose();
}
