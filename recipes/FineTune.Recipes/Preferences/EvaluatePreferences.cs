using FineTune.Training;

namespace FineTune.Recipes;

/// <summary>Scores a decoder that was trained on preferences.</summary>
internal static class EvaluatePreferences
{
    /// <summary>Scores a file, or the data that the model's run names.</summary>
    /// <param name="model">The model, from a run on preferences.</param>
    /// <param name="dataFile">The file; null for the run's test data, or its validation data.</param>
    /// <param name="console">Hears notices.</param>
    /// <param name="stop">Ends it early.</param>
    /// <exception cref="RecipeException">There is no data, or the reference is not at hand.</exception>
    public static IReadOnlyDictionary<string, double> Score(
        TrainedDecoder model, string? dataFile, IRunConsole console, CancellationToken stop)
    {
        var run = model.Run!;
        var dataset = dataFile is null ? run.Dataset : run.Dataset.OnlyFile(dataFile);
        var data = PreferenceInputs.Encode(
            run,
            dataset with { MaxLength = Math.Min(dataset.MaxLength, model.Tuned.MaxLength) },
            model.Tuned.Tokenizer,
            model.Tuned.ChatTemplate,
            model.Tuned.Config,
            stop);
        var part = dataFile is not null ? data.Train
            : data.Test ?? data.Validation ?? throw RecipeException.NoEvaluationData(model.Path);
        console.Fact("data", $"{part.Name}, {part.Count:N0} rows");
        var scorer = new CompletionScorer(
            model.Loaded.Model, model.Tuned.Parameters.Trainable, model.Tuned.Mode, Reference(model, run));
        return PreferenceTuning.Scorer(
            PreferenceTuning.Objective(run.Task, scorer), model.Tuned, part, reference: null, run.Evaluation)!.Run(stop);
    }

    private static ReferencePolicy? Reference(TrainedDecoder model, RunConfig run)
    {
        if (!run.Task.UsesReference)
        {
            return null;
        }
        return model.Tuned.Adapter is { } adapter && run.Model.AdapterNameOrPath is null && run.Task.RefModel is null
            ? new ReferencePolicy(
                "the base model", model.Loaded.Model, () => adapter.Disabled(model.Tuned.Parameters))
            : throw RecipeException.ReferenceGone(model.Path);
    }
}
