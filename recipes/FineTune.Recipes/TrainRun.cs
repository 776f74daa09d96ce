using FineTune.Config;
using FineTune.Training;

namespace FineTune.Recipes;

/// <summary>What <c>finetune train</c> and <c>finetune validate</c> do with a config file.</summary>
public static class TrainRun
{
    /// <summary>Trains what a config describes.</summary>
    /// <param name="configFile">The YAML file.</param>
    /// <param name="overrides">Texts like <c>training.learning_rate=1e-4</c>.</param>
    /// <param name="start">What to do if the output folder holds a run.</param>
    /// <param name="smoke">Whether to take only a few steps on a few rows.</param>
    /// <param name="console">Hears what happens.</param>
    /// <param name="stop">A request to stop after the step in hand.</param>
    /// <exception cref="OperationCanceledException">Stopped before anything was written.</exception>
    public static RunResult Start(
        string configFile,
        IReadOnlyList<string> overrides,
        RunStart start,
        bool smoke,
        IRunConsole console,
        CancellationToken stop)
    {
        using var engine = Engine.WarmUp();
        var bound = Read(configFile, overrides, console);
        if (smoke)
        {
            (bound, start) = (bound with { Value = Smoke.Shrink(bound.Value) }, RunStart.Overwrite);
        }
        var folder = RunFolder.Claim(bound.Value.Output.OutputDir, start);
        var result = Train(bound, folder, start, console, stop);
        if (smoke && result.Status != RunStatus.Interrupted)
        {
            Smoke.Check(bound.Value, folder);
        }
        return result;
    }

    /// <summary>Does everything that comes before the first step, and writes nothing.</summary>
    /// <param name="configFile">The YAML file.</param>
    /// <param name="overrides">Texts like <c>training.learning_rate=1e-4</c>.</param>
    /// <param name="console">Hears what happens.</param>
    public static ReadyCheck Validate(string configFile, IReadOnlyList<string> overrides, IRunConsole console)
    {
        using var engine = Engine.WarmUp();
        var bound = Read(configFile, overrides, console);
        if (bound.Value.Task.IsPreference)
        {
            using var parts = PreferenceParts.Prepare(bound, console, CancellationToken.None);
            return Ready(parts.Config, parts.Tuned, parts.Data.Train.Count, RowsOf(parts.Data));
        }
        if (bound.Value.Task.Type == TaskConfig.Reward)
        {
            using var parts = RewardParts.Prepare(bound, console, CancellationToken.None);
            return Ready(parts.Config, parts.Tuned, parts.Data.Train.Count, RowsOf(parts.Data));
        }
        if (bound.Value.Task.IsLanguageModel)
        {
            using var parts = LanguageModelParts.Prepare(bound, console, CancellationToken.None);
            var data = parts.Data;
            return Ready(
                parts.Config, parts.Tuned, parts.Collator.Count,
                [data.Train.Rows.Count, data.Validation?.Rows.Count ?? 0, data.Test?.Rows.Count ?? 0]);
        }
        else
        {
            using var parts = ClassifierParts.Prepare(bound, console);
            var data = parts.Data;
            var rows = data.Train.Examples.Count;
            return Ready(
                parts.Config, parts.Tuned, rows,
                [rows, data.Validation?.Examples.Count ?? 0, data.Test?.Examples.Count ?? 0]) with
            {
                Labels = data.Labels.Names,
            };
        }
    }

    private static RunResult Train(
        BindResult<RunConfig> bound, RunFolder folder, RunStart start, IRunConsole console, CancellationToken stop)
    {
        try
        {
            return bound.Value.Task switch
            {
                { IsPreference: true } => TrainPreferences(bound, folder, start, console, stop),
                { Type: TaskConfig.Reward } => TrainRewards(bound, folder, start, console, stop),
                { IsLanguageModel: true } => TrainLanguageModel(bound, folder, start, console, stop),
                _ => TrainClassifier(bound, folder, start, console, stop),
            };
        }
        catch (Exception e) when (DeviceLimits.Exceeded(e))
        {
            throw RecipeException.OutOfMemory(DeviceLimits.Facts(e.Message), DeviceLimits.Knobs(bound.Value.Training));
        }
    }

    private static RunResult TrainClassifier(
        BindResult<RunConfig> bound, RunFolder folder, RunStart start, IRunConsole console, CancellationToken stop)
    {
        using var parts = ClassifierParts.Prepare(bound, console);
        stop.ThrowIfCancellationRequested();
        return SequenceClassification.Train(parts, folder, start, console, stop);
    }

    private static RunResult TrainLanguageModel(
        BindResult<RunConfig> bound, RunFolder folder, RunStart start, IRunConsole console, CancellationToken stop)
    {
        using var parts = LanguageModelParts.Prepare(bound, console, stop);
        stop.ThrowIfCancellationRequested();
        return LanguageModelling.Train(parts, folder, start, console, stop);
    }

    private static RunResult TrainPreferences(
        BindResult<RunConfig> bound, RunFolder folder, RunStart start, IRunConsole console, CancellationToken stop)
    {
        using var parts = PreferenceParts.Prepare(bound, console, stop);
        stop.ThrowIfCancellationRequested();
        return PreferenceTuning.Train(parts, folder, start, console, stop);
    }

    private static RunResult TrainRewards(
        BindResult<RunConfig> bound, RunFolder folder, RunStart start, IRunConsole console, CancellationToken stop)
    {
        using var parts = RewardParts.Prepare(bound, console, stop);
        stop.ThrowIfCancellationRequested();
        return RewardModelling.Train(parts, folder, start, console, stop);
    }

    private static int[] RowsOf(PreferenceInputs data) =>
        [data.Train.Count, data.Validation?.Count ?? 0, data.Test?.Count ?? 0];

    private static ReadyCheck Ready(RunConfig config, TunedModel model, int items, int[] rows) => new()
    {
        OutputDir = config.Output.OutputDir,
        TrainRows = rows[0],
        ValidationRows = rows[1],
        TestRows = rows[2],
        Steps = TrainPlan.For(items, config.Training).TotalSteps,
        TrainableParameters = model.Parameters.TrainableCount,
        TotalParameters = model.Parameters.TotalCount,
    };

    internal static BindResult<RunConfig> Read(string configFile, IReadOnlyList<string> overrides, IRunConsole console)
    {
        var bound = RunConfigFile.Load(configFile, overrides);
        foreach (var notice in bound.Notices)
        {
            console.Notice(notice);
        }
        return bound;
    }
}
