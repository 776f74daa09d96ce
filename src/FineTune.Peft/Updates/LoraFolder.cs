using FineTune.Formats;
using static TorchSharp.torch;

namespace FineTune.Peft;

/// <summary>A plain LoRA adapter made of updates, as a folder in PEFT's layout. Scalings are folded into the factors, so
/// that alpha is the rank everywhere.</summary>
public sealed record LoraFolder
{
    private LoraFolder()
    {
    }

    /// <summary>What is added to each weight.</summary>
    public required IReadOnlyList<LayerUpdate> Layers { get; init; }

    /// <summary>Which layers it names, and what further training takes over; ranks and alphas follow from
    /// <see cref="Layers"/>.</summary>
    public required LoraConfig Config { get; init; }

    /// <summary>The folder that it comes from: base model, task, modules trained whole.</summary>
    public required AdapterFolder Source { get; init; }

    /// <summary>The file's other tensors, by full name.</summary>
    public required IReadOnlyDictionary<string, Tensor> Others { get; init; }

    /// <summary>An adapter that takes its settings over from those it is made of.</summary>
    /// <param name="adapters">Theirs; the first names base model and task.</param>
    /// <param name="layers">What is added to each weight.</param>
    /// <param name="others">Tensors of no layer, by full name.</param>
    public static LoraFolder Of(
        IReadOnlyList<AdapterTensors> adapters, IReadOnlyList<LayerUpdate> layers, IReadOnlyDictionary<string, Tensor> others) =>
        new()
        {
            Layers = layers,
            Config = InheritedSettings.Of(
                [.. adapters.Select(adapter => (TargetedConfig)adapter.Folder.Config)], [.. layers.Select(layer => layer.Path)]),
            Source = adapters[0].Folder,
            Others = others,
        };

    /// <summary>Writes the folder.</summary>
    /// <param name="path">The folder; made if need be.</param>
    /// <param name="dtype">Type of the tensors.</param>
    public void Write(string path, ScalarType dtype = ScalarType.Float32)
    {
        using var scope = NewDisposeScope();
        Directory.CreateDirectory(path);
        TensorFile.Write(
            Path.Combine(path, AdapterFolder.WeightsName), Layers.SelectMany(Factors).Concat(Others), dtype);
        var config = Ranked();
        var json = AdapterConfigFile.Common(
            config.PeftType, Source.TaskType, Source.BaseModel, Source.BaseModelRevision, config.ModulesToSave ?? []);
        LoraJson.Write(config, config.TargetModules!, Source.Settings.GetBool(TargetedJson.FanInFanOut, false), json);
        HfJson.Write(Path.Combine(path, AdapterConfigFile.FileName), json);
    }

    private static IEnumerable<KeyValuePair<string, Tensor>> Factors(LayerUpdate layer)
    {
        var keys = layer.IsTable ? LoraFactors.TableKeys : LoraFactors.LinearKeys;
        var a = layer.Scaling == 1 ? layer.A : layer.A * layer.Scaling;
        return new[] { (Key: keys[0], Value: a), (Key: keys[1], Value: layer.B) }
            .Select(factor => KeyValuePair.Create($"{StoredTensor.KeyPrefix}{layer.Path}.{factor.Key}", factor.Value));
    }

    // The whole path is both an exact name and, as an expression, one that matches it: every PEFT finds it.
    private LoraConfig Ranked()
    {
        var rank = Layers.Max(layer => layer.Rank);
        var others = Layers.Where(layer => layer.Rank != rank).ToList();
        return Config with
        {
            Rank = rank,
            Alpha = rank,
            UseRslora = false,
            UseDora = false,
            InitLoraWeights = LoraStart.Default,
            RankPattern = others.ToDictionary(layer => layer.Path, layer => layer.Rank),
            AlphaPattern = others.ToDictionary(layer => layer.Path, layer => (double)layer.Rank),
        };
    }
}
