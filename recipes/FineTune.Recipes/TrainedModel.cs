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
        var source = ModelSource.Find(path, baseModel, console);
        return source.IsLanguageModel
            ? TrainedDecoder.Open(source, device, console)
            : TrainedClassifier.Open(source, device);
    }
}
