using FineTune.Nn;

namespace FineTune.Recipes;

/// <summary>Opens trained models of any task.</summary>
public static class TrainedModel
{
    /// <summary>Opens a folder as what it is.</summary>
    /// <param name="path">A run folder, an adapter, a checkpoint, or a plain or merged model.</param>
    /// <param name="baseModel">The base model's folder, where the adapter's own note of it no longer holds.</param>
    /// <param name="device">auto, cpu, cuda or cuda:N.</param>
    /// <param name="console">Hears notices.</param>
    /// <exception cref="RecipeException">It is none of these, or its base model is not there.</exception>
    public static ITrainedModel Open(string path, string? baseModel, string device, IRunConsole console)
    {
        using var engine = Engine.WarmUp();
        return Open(ModelSource.Find(path, baseModel, console), device, console);
    }

    /// <summary>Opens a folder without loading its base model: each weight is read from its file whenever it is used. Takes
    /// the memory of the largest layer, whatever the model's size, for merging and for a look at a few texts.</summary>
    /// <inheritdoc cref="Open(string, string?, string, IRunConsole)"/>
    public static ITrainedModel OpenOnDisk(string path, string? baseModel, IRunConsole console)
    {
        using var engine = Engine.WarmUp();
        return Open(ModelSource.Find(path, baseModel, console) with { Storage = FrozenStorage.OnDisk }, "cpu", console);
    }

    private static ITrainedModel Open(ModelSource source, string device, IRunConsole console) =>
        source.IsLanguageModel
            ? TrainedDecoder.Open(source, device, console)
            : TrainedClassifier.Open(source, device);
}
