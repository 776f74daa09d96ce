using FineTune.Data;
using FineTune.Training;

namespace FineTune.Recipes;

/// <summary>Scores a decoder on answers or on running text.</summary>
internal static class EvaluateLanguageModel
{
    /// <inheritdoc cref="EvaluateRun.Score(ITrainedModel, string?, IRunConsole, CancellationToken)"/>
    public static IReadOnlyDictionary<string, double> Score(
        TrainedDecoder model, string? dataFile, IRunConsole console, CancellationToken stop)
    {
        var part = dataFile is null ? PartOfRun(model, stop) : PartOfFile(model, dataFile, console, stop);
        console.Fact("data", $"{part.Name}, {part.Report}");
        var objective = new CausalLMObjective(model.Loaded.Model, model.Tuned.Parameters.Trainable);
        var config = model.Run?.Evaluation ?? new EvaluationConfig();
        return LanguageModelling.Scorer(objective, model.Tuned, part, config)!.Run(stop);
    }

    // The whole data set is read again, so that a seeded split comes out as it did in the run.
    private static TokenDataset PartOfRun(TrainedDecoder model, CancellationToken stop)
    {
        if (model.Run is not { } run)
        {
            throw RecipeException.NoEvaluationData(model.Path);
        }
        var data = Encode(model, run, run.Dataset, stop);
        return data.Test ?? data.Validation ?? throw RecipeException.NoEvaluationData(model.Path);
    }

    private static TokenDataset PartOfFile(
        TrainedDecoder model, string file, IRunConsole console, CancellationToken stop)
    {
        var run = model.Run ?? NoRun(model);
        var data = Encode(
            model,
            run,
            run.Dataset.OnlyFile(file),
            stop);
        foreach (var notice in data.Notices)
        {
            console.Notice(notice);
        }
        return data.Train with { Name = file };
    }

    private static EncodedData<TokenDataset> Encode(
        TrainedDecoder model, RunConfig run, DatasetConfig dataset, CancellationToken stop) =>
        LanguageModelInputs.Encode(
            run,
            dataset with { MaxLength = Math.Min(dataset.MaxLength, model.Tuned.MaxLength) },
            model.Tuned.Tokenizer,
            model.Tuned.ChatTemplate,
            model.Tuned.Config,
            stop);

    private static RunConfig NoRun(TrainedDecoder model) => new()
    {
        Model = new ModelConfig { ModelNameOrPath = model.Tuned.BaseModel },
        Task = new TaskConfig { Type = TaskConfig.Sft },
        Dataset = new DatasetConfig(),
        Output = new OutputConfig { OutputDir = model.Path },
    };
}
