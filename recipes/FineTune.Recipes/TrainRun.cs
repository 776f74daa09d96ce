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
    public static RunResult Start(
        string configFile,
        IReadOnlyList<string> overrides,
        RunStart start,
        bool smoke,
        IRunConsole console,
        CancellationToken stop)
    {
        Engine.WarmUp();
        var config = Read(configFile, overrides, console);
        if (smoke)
        {
            (config, start) = (Smoke.Shrink(config), RunStart.Overwrite);
        }
        var folder = RunFolder.Claim(config.Output.OutputDir, start);
        using var parts = ClassifierParts.Prepare(config, console);
        var result = SequenceClassification.Train(parts, folder, start, console, stop);
        if (smoke)
        {
            Smoke.CheckOutputs(config, folder);
        }
        return result;
    }

    /// <summary>Does everything that comes before the first step, and writes nothing.</summary>
    public static void Validate(string configFile, IReadOnlyList<string> overrides, IRunConsole console)
    {
        Engine.WarmUp();
        using var parts = ClassifierParts.Prepare(Read(configFile, overrides, console), console);
    }

    private static RunConfig Read(string configFile, IReadOnlyList<string> overrides, IRunConsole console)
    {
        var bound = RunConfigFile.Load(configFile, overrides);
        foreach (var notice in bound.Notices)
        {
            console.Notice(notice);
        }
        return bound.Value;
    }
}
