namespace FineTune.Recipes;

/// <summary>A run for CI: as short as can be, with everything on the way that a real one has.</summary>
internal static class Smoke
{
    private const int Steps = 4;
    private const int Rows = 64;

    /// <summary>The same config for a few steps on a few rows, into a folder of its own.</summary>
    public static RunConfig Shrink(RunConfig config) => config with
    {
        Dataset = config.Dataset with { MaxSamples = Math.Min(Rows, config.Dataset.MaxSamples ?? Rows) },
        Training = config.Training with
        {
            MaxSteps = Steps,
            LoggingSteps = 1,
            SaveSteps = Steps / 2,
            PerDeviceTrainBatchSize = Math.Min(8, config.Training.PerDeviceTrainBatchSize),
            GradientAccumulationSteps = Math.Min(2, config.Training.GradientAccumulationSteps),
        },
        Evaluation = config.Evaluation with { EvalSteps = Steps / 2 },
        Output = config.Output with { OutputDir = $"{config.Output.OutputDir.TrimEnd('/', '\\')}-smoke" },
    };

    /// <summary>Checks that a run left every file it promises.</summary>
    /// <exception cref="InvalidOperationException">It did not: our fault, since the run itself went through.</exception>
    public static void Check(RunConfig config, RunFolder folder)
    {
        if (RunOutputs.Missing(config, folder) is { Count: > 0 } missing)
        {
            throw new InvalidOperationException($"the run ended without these files: {string.Join(", ", missing)}");
        }
    }
}
