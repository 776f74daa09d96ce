using FineTune.Models;
using FineTune.Nn;
using FineTune.Peft;
using FineTune.Training;
using static TorchSharp.torch;

namespace FineTune.Recipes;

/// <summary>Shows the first batches of training to the base model, for an adapter that begins with what it computes on
/// them.</summary>
internal static class DataSample
{
    /// <summary>Whether a config's adapter begins so.</summary>
    public static bool IsWanted(RunConfig config) =>
        config.Peft is LoraConfig { NeedsSample: true } && config.Model.AdapterNameOrPath is null;

    /// <summary>Finds the start.</summary>
    /// <param name="config">The run's config, which wants one.</param>
    /// <param name="context">The model that the adapter is for.</param>
    /// <param name="load">Builds the base model with the decorator that looks on.</param>
    /// <param name="data">The batches of training.</param>
    /// <param name="compute">Runs the model on one.</param>
    /// <param name="device">Where.</param>
    /// <param name="console">Hears what was found.</param>
    /// <exception cref="PeftException">The batches have too few tokens.</exception>
    public static EvaStart Look<T>(
        RunConfig config, AdapterContext context, Func<AdapterDecorator, LoadedModel<T>> load, ITrainData data,
        Action<T, PackedBatch> compute, Device device, IRunConsole console)
    {
        using var sample = new EvaSample((LoraConfig)config.Peft, context, config.Training.Seed);
        using var loaded = load(sample);
        loaded.Mode.Training = false;
        var start = sample.Run(OnDevice(data, device), batch => compute(loaded.Model, batch));
        var ranks = start.Directions.Values.Select(directions => directions.shape[0]).ToList();
        console.Fact("EVA", $"{ranks.Count} layers with ranks from {ranks.Min()} to {ranks.Max()}");
        return start;
    }

    private static IEnumerable<PackedBatch> OnDevice(ITrainData data, Device device)
    {
        foreach (var host in data.From(0))
        {
            using var batch = BatchTransfer.ToDevice(host, device);
            yield return batch;
        }
    }
}
