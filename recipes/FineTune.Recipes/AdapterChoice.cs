using FineTune.Models;
using FineTune.Nn;
using FineTune.Peft;
using static TorchSharp.torch;

namespace FineTune.Recipes;

/// <summary>Turns the <c>peft</c> section of a config into what a model is built with.</summary>
internal static class AdapterChoice
{
    /// <summary>The adapter to attach; null where the whole model is trained.</summary>
    /// <param name="config">The run's config.</param>
    /// <param name="entry">The architecture.</param>
    /// <param name="taskType">PEFT's name of the task.</param>
    public static Adapter? Of(RunConfig config, ModelEntry entry, string taskType) => config.Peft is FullConfig
        ? null
        : PeftRegistry.Create(config.Peft, new AdapterContext(entry.ModelType, taskType));

    /// <summary>A method's name in sentences, and the learning rates with which it learns.</summary>
    public static (string Method, LearningRateBand Rates) LearningRates(PeftConfig config) => config is FullConfig
        ? ("full fine-tuning", LearningRateBand.AllWeights)
        : (PeftRegistry.For(config).Title, PeftRegistry.For(config).LearningRates);

    /// <summary>How to load the checkpoint of a run.</summary>
    public static LoadOptions Loading(RunConfig config, Adapter? adapter, Device device) => new()
    {
        Adapter = (AdapterDecorator?)adapter ?? new WholeModel(),
        Device = device,
        DType = DeviceChoice.DType(config.Training.Precision, device),
        Seed = config.Training.Seed,
        IgnoreMismatchedSizes = config.Model.IgnoreMismatchedSizes,
        Storage = config.Model.Storage,
    };
}
