using FineTune.Data;
using FineTune.Training;

namespace FineTune.Recipes;

/// <summary>Scores a trained model on labelled data.</summary>
public static class EvaluateRun
{
    /// <summary>Scores a file, or the data that the model's run names.</summary>
    /// <param name="model">The model.</param>
    /// <param name="dataFile">The file; null for the run's test data, or its validation data.</param>
    /// <param name="console">Hears notices.</param>
    /// <param name="stop">Ends it early.</param>
    /// <exception cref="RecipeException">There is no data.</exception>
    /// <exception cref="DataException">The data cannot be used.</exception>
    public static IReadOnlyDictionary<string, double> Score(
        ITrainedModel model, string? dataFile, IRunConsole console, CancellationToken stop) => model switch
        {
            TrainedClassifier classifier => Score(classifier, dataFile, console, stop),
            TrainedDecoder { Run.Task.IsPreference: true } decoder =>
                EvaluatePreferences.Score(decoder, dataFile, console, stop),
            TrainedDecoder decoder => EvaluateLanguageModel.Score(decoder, dataFile, console, stop),
            _ => throw new ArgumentException($"{model.GetType().Name} has no scores", nameof(model)),
        };

    private static IReadOnlyDictionary<string, double> Score(
        TrainedClassifier model, string? dataFile, IRunConsole console, CancellationToken stop)
    {
        var part = dataFile is null ? PartOfRun(model) : Labelled(model, dataFile, console);
        var rows = new TokenizedDataset(part.Examples, new TokenizerEncoder(model.Tuned.Tokenizer), model.Tuned.MaxLength);
        var collator = new ClassificationCollator(rows, part.Labels);
        var objective = new SequenceClassificationObjective(model.Model, model.ProblemType, model.Labels.Count);
        var budget = (model.Run?.Evaluation ?? new EvaluationConfig()).PerDeviceEvalBatchSize * model.Tuned.MaxLength;
        console.Fact("data", $"{part.Name}, {rows.Count:N0} rows");
        return new Evaluator(
            objective,
            model.Tuned.Mode,
            model.Tuned.Device,
            () => BatchSource.ByLength(rows, budget, collator.Pack, stop)).Run(stop);
    }

    /// <summary>How to read a file for a model: by its run's columns where the file has them, else by common names.</summary>
    /// <exception cref="DataException">The file is not there, or of no known kind.</exception>
    internal static DatasetConfig Reading(string file, TrainedClassifier model)
    {
        var run = model.Run?.Dataset;
        return new DatasetConfig
        {
            TrainFile = [],
            Columns = run?.Columns.WhereIn(FileColumns.Of(file)) ?? new ColumnsConfig(),
            LabelSeparator = run?.LabelSeparator,
        };
    }

    private static ClassificationSplit Labelled(TrainedClassifier model, string file, IRunConsole console)
    {
        var notices = new List<string>();
        var part = ClassificationData.LoadPart(
            file, [file], Reading(file, model), model.Labels, model.ProblemType, notices);
        notices.ForEach(console.Notice);
        return part;
    }

    // The whole data set is read again, so that a seeded split comes out as it did in the run; the labels are the
    // model's, whatever the data says by now.
    private static ClassificationSplit PartOfRun(TrainedClassifier model)
    {
        if (model.Run is not { } run)
        {
            throw RecipeException.NoEvaluationData(model.Path);
        }
        var dataset = model.ProblemType == ProblemType.Regression
            ? run.Dataset
            : run.Dataset with { LabelNames = model.Labels.Names };
        var data = ClassificationData.Load(dataset, model.ProblemType, run.Training.Seed);
        return data.Test ?? data.Validation ?? throw RecipeException.NoEvaluationData(model.Path);
    }
}
