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
        using var parts = ClassifierParts.Prepare(bound, console);
        stop.ThrowIfCancellationRequested();
        var result = SequenceClassification.Train(parts, folder, start, console, stop);
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
        using var parts = ClassifierParts.Prepare(Read(configFile, overrides, console), console);
        var (data, parameters) = (parts.Data, parts.Loaded.Parameters);
        return new ReadyCheck
        {
            OutputDir = parts.Config.Output.OutputDir,
            Labels = data.Labels.Names,
            TrainRows = data.Train.Examples.Count,
            ValidationRows = data.Validation?.Examples.Count ?? 0,
            TestRows = data.Test?.Examples.Count ?? 0,
            Steps = TrainPlan.For(data.Train.Examples.Count, parts.Config.Training).TotalSteps,
            TrainableParameters = parameters.TrainableCount,
            TotalParameters = parameters.TotalCount,
        };
    }

    private static BindResult<RunConfig> Read(string configFile, IReadOnlyList<string> overrides, IRunConsole console)
    {
        var bound = RunConfigFile.Load(configFile, overrides);
        foreach (var notice in bound.Notices)
        {
            console.Notice(notice);
        }
        return bound;
    }
}
