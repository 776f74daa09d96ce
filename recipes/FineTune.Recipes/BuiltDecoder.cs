using FineTune.Data;
using FineTune.Formats;
using FineTune.Models;
using FineTune.Nn;
using FineTune.Peft;
using FineTune.Tokenizers;
using FineTune.Tokenizers.Chat;
using static TorchSharp.torch;

namespace FineTune.Recipes;

/// <summary>A decoder that was built to be trained, with its adapter attached: a fresh one, or one to go on from.</summary>
internal sealed record BuiltDecoder
{
    /// <summary>The checkpoint's folder.</summary>
    public required PretrainedFolder Folder { get; init; }

    /// <summary>The model.</summary>
    public required LoadedModel<ICausalLM> Loaded { get; init; }

    /// <summary>The adapter; null where the whole model is trained.</summary>
    public Adapter? Adapter { get; init; }

    /// <summary>Where it computes.</summary>
    public required Device Device { get; init; }

    /// <summary>Its configuration.</summary>
    public required HfConfig ModelConfig { get; init; }

    /// <summary>Builds what a config describes.</summary>
    /// <param name="config">The run's config.</param>
    /// <param name="folder">The base model.</param>
    /// <param name="vocabulary">The run's tokens; null where they are not known, for the base model's.</param>
    /// <param name="device">Where it computes.</param>
    /// <param name="sampled">What data has told of the adapter's start; null for nothing.</param>
    public static BuiltDecoder Build(
        RunConfig config, PretrainedFolder folder, RunVocabulary? vocabulary, Device device, EvaStart? sampled = null)
    {
        var start = StartOf(config);
        var adapter = start is null
            ? AdapterChoice.Of(config, folder, vocabulary, AdapterContext.CausalLM, sampled)
            : PeftRegistry.Create(start.Config, new AdapterContext(folder.Entry.ModelType, AdapterContext.CausalLM));
        var modelConfig = vocabulary?.Sized(folder.Config) ?? folder.Config;
        var loaded = folder.LoadCausalLM(modelConfig, AdapterChoice.Loading(config, folder, vocabulary, adapter, device));
        start?.LoadInto(loaded.Parameters);
        return new BuiltDecoder
        {
            Folder = folder,
            Loaded = loaded,
            ModelConfig = modelConfig,
            Adapter = adapter,
            Device = device,
        };
    }

    /// <summary>The adapter that a run goes on from; null for a fresh one.</summary>
    public static AdapterFolder? StartOf(RunConfig config) => config.Model.AdapterNameOrPath is { } path
        ? AdapterFolder.Open(RunFolder.IsRun(path) ? RunFolder.At(path).Adapter : path)
        : null;

    /// <summary>The run's config, with the settings of the adapter that it goes on from.</summary>
    public RunConfig Config(RunConfig config) =>
        config.Model.AdapterNameOrPath is null ? config : config with { Peft = Adapter!.Config };

    /// <summary>The model with all that its files are written from.</summary>
    /// <param name="config">The run's config.</param>
    /// <param name="tokenizer">Its tokenizer.</param>
    /// <param name="template">Its chat template.</param>
    /// <param name="maxLength">Most tokens of a row.</param>
    /// <param name="answers">Rows that end as answers do; null where they end anywhere.</param>
    public TunedModel Tuned(
        RunConfig config, Tokenizer tokenizer, ChatTemplate? template, int maxLength, TokenDataset? answers) => new()
        {
            BaseModel = config.Model.ModelNameOrPath,
            Config = ModelConfig,
            Entry = Folder.Entry,
            ClassName = Folder.Entry.CausalLMName!,
            Tokenizer = tokenizer,
            MaxLength = maxLength,
            Parameters = Loaded.Parameters,
            Mode = Loaded.Mode,
            Device = Device,
            Adapter = Adapter,
            ChatTemplate = template,
            GenerationConfig = GenerationFile.For(Folder.Path, tokenizer, answers),
        };
}
