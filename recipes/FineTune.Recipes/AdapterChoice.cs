using FineTune.Formats;
using FineTune.Models;
using FineTune.Nn;
using FineTune.Peft;
using FineTune.Tokenizers;
using static TorchSharp.torch;

namespace FineTune.Recipes;

/// <summary>Turns the <c>peft</c> section of a config into what a model is built with.</summary>
internal static class AdapterChoice
{
    /// <summary>The adapter to attach; null where the whole model is trained.</summary>
    /// <param name="config">The run's config.</param>
    /// <param name="folder">The base model.</param>
    /// <param name="vocabulary">The run's tokens; null where they are the base model's.</param>
    /// <param name="taskType">PEFT's name of the task.</param>
    /// <param name="sampled">What data has told of the start; null for nothing.</param>
    public static Adapter? Of(
        RunConfig config, PretrainedFolder folder, RunVocabulary? vocabulary, string taskType, EvaStart? sampled = null)
    {
        if (config.Peft is FullConfig)
        {
            return null;
        }
        var context = new AdapterContext(folder.Entry.ModelType, taskType)
        {
            AddedTokens = vocabulary?.Added ?? [],
            Directions = sampled?.Directions ?? new Dictionary<string, Tensor>(),
            Tokenize = (text, path) => Tokenizer.Load(path ?? folder.Path).EncodeToIds(text),
        };
        return PeftRegistry.Create(sampled?.Config ?? config.Peft, context);
    }

    /// <summary>What an adapter belongs to where that is not the base model as it is stored; null where it is.</summary>
    public static string? BaseNote(PeftConfig config) => config is LoraConfig { LoftQBits: { } bits }
        ? $"the base model as LoftQ quantises it ({bits} bits in the adapted layers), made anew from the checkpoint wherever "
            + "the adapter is opened"
        : null;

    /// <summary>Most positions that are left to the tokens of a row.</summary>
    /// <param name="peft">The adapter's settings; null for none.</param>
    /// <param name="positions">Those of the model.</param>
    public static int PositionsLeft(PeftConfig? peft, int positions) =>
        Math.Max(1, positions - (peft?.VirtualTokens ?? 0));

    /// <summary>Most tokens of a row of a run.</summary>
    /// <param name="config">The run's config.</param>
    /// <param name="modelConfig">The base model's.</param>
    public static int MaxLength(RunConfig config, HfConfig modelConfig) => Math.Min(
        config.Dataset.MaxLength,
        PositionsLeft(config.Peft, ModelRegistry.Find(modelConfig).MaxLength(modelConfig)));

    /// <summary>A method's name in sentences, and the learning rates with which it learns.</summary>
    public static (string Method, LearningRateBand Rates) LearningRates(PeftConfig config) => config is FullConfig
        ? ("full fine-tuning", LearningRateBand.AllWeights)
        : (PeftRegistry.For(config).Title, PeftRegistry.For(config).LearningRates);

    /// <summary>How to load the checkpoint of a run.</summary>
    public static LoadOptions Loading(
        RunConfig config, PretrainedFolder folder, RunVocabulary? vocabulary, AdapterDecorator? adapter, Device device) =>
        new()
        {
            GrowsVocabulary = vocabulary is not null && RunVocabulary.Grows(folder.Config, vocabulary.Sized(folder.Config)),
            Adapter = adapter ?? new WholeModel(),
            Device = device,
            DType = DeviceChoice.DType(config.Training.Precision, device),
            Seed = config.Training.Seed,
            IgnoreMismatchedSizes = config.Model.IgnoreMismatchedSizes,
            Storage = config.Model.Storage,
        };
}
