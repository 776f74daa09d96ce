using FineTune.Formats;
using FineTune.Nn;

namespace FineTune.Models;

/// <summary>A checkpoint in transformers' layout: <c>config.json</c> and safetensors. Nothing is read before it is
/// needed; the weights are mapped.</summary>
public sealed class PretrainedFolder : IDisposable
{
    private readonly CheckpointFolder _weights;

    private PretrainedFolder(string path, HfConfig config, ModelEntry entry, CheckpointFolder weights)
    {
        Path = path;
        Config = config;
        Entry = entry;
        _weights = weights;
    }

    /// <summary>The folder.</summary>
    public string Path { get; }

    /// <summary>Its <c>config.json</c>.</summary>
    public HfConfig Config { get; }

    /// <summary>The architecture.</summary>
    public ModelEntry Entry { get; }

    /// <summary>Opens a folder.</summary>
    /// <exception cref="CheckpointException">A file is missing or damaged, or the architecture is not known.</exception>
    public static PretrainedFolder Open(string path)
    {
        var config = HfConfig.Open(path);
        if (config.Section("quantization_config") is { } quantized)
        {
            throw CheckpointException.AlreadyQuantized(config.File, quantized.GetString("quant_method", "unnamed"));
        }
        return new PretrainedFolder(path, config, ModelRegistry.Find(config), CheckpointFolder.Open(path));
    }

    /// <summary>Builds the language model.</summary>
    /// <param name="config">The configuration to build, usually <see cref="Config"/>.</param>
    /// <param name="options">Types, places, adapter.</param>
    /// <exception cref="CheckpointException">The architecture is no decoder.</exception>
    /// <exception cref="WeightsException">The weights do not fit; every problem is listed.</exception>
    public LoadedModel<ICausalLM> LoadCausalLM(HfConfig config, LoadOptions options) =>
        Load(config, Kind(e => e.ForCausalLM, "a decoder"), options);

    /// <summary>Builds the sequence classifier.</summary>
    /// <param name="config">The configuration to build, usually <see cref="Config"/> with the task's labels.</param>
    /// <param name="options">Types, places, adapter.</param>
    /// <exception cref="CheckpointException">The architecture has no sequence classifier here.</exception>
    /// <exception cref="WeightsException">The weights do not fit; every problem is listed.</exception>
    public LoadedModel<ISequenceClassifier> LoadSequenceClassifier(HfConfig config, LoadOptions options) =>
        Load(config, Kind(e => e.ForSequenceClassification, "an architecture with a sequence classifier"), options);

    /// <inheritdoc/>
    public void Dispose() => _weights.Dispose();

    private Func<HfConfig, ModuleScope, T> Kind<T>(
        Func<ModelEntry, Func<HfConfig, ModuleScope, T>?> builder, string wanted)
    {
        var types = ModelRegistry.All.Where(e => builder(e) is not null).Select(e => e.ModelType);
        return builder(Entry) ?? throw CheckpointException.WrongValue(
            Config.File, "model_type", $"{wanted}: {string.Join(", ", types)}", $"'{Entry.ModelType}'");
    }

    private LoadedModel<T> Load<T>(HfConfig config, Func<HfConfig, ModuleScope, T> build, LoadOptions options)
    {
        var source = new CheckpointWeights(_weights, Path, Entry.BasePrefix);
        var construction = new ModelBuild(source, options.Adapter, options.DType, options.Device, options.Seed)
        {
            IgnoreMismatchedSizes = options.IgnoreMismatchedSizes,
            AllowFresh = options.AllowFresh,
            GrowsVocabulary = options.GrowsVocabulary,
            Storage = options.Storage,
        };
        var model = build(config, construction.Root);
        construction.Finish(Entry.Ignorable);
        return new LoadedModel<T>(model, construction.Parameters, construction.Mode);
    }
}
