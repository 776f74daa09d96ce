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
        },
        Evaluation = config.Evaluation with { EvalSteps = Steps / 2 },
        Output = config.Output with { OutputDir = $"{config.Output.OutputDir.TrimEnd('/', '\\')}-smoke" },
    };

    /// <summary>Checks that every file a run promises is there.</summary>
    /// <exception cref="RecipeException">Some are missing.</exception>
    public static void CheckOutputs(RunConfig config, RunFolder folder)
    {
        var promised = new List<string>
        {
            folder.Config,
            folder.Metrics,
            Path.Combine(folder.Adapter, "adapter_config.json"),
            Path.Combine(folder.Adapter, "adapter_model.safetensors"),
            Path.Combine(folder.Adapter, "README.md"),
        };
        if (config.Export.Merged)
        {
            promised.Add(Path.Combine(folder.Merged, "model.safetensors"));
            promised.Add(Path.Combine(folder.Merged, "config.json"));
        }
        if (config.Output.Predictions && (config.Dataset.TestFile.Count > 0 || config.Dataset.TestSplit > 0))
        {
            promised.Add(folder.Predictions);
        }
        var missing = promised.Where(f => !File.Exists(f)).ToList();
        if (!Directory.EnumerateFiles(folder.Path, "events.out.tfevents.*").Any())
        {
            missing.Add("events.out.tfevents.*");
        }
        if (missing.Count > 0)
        {
            throw RecipeException.MissingOutput(missing);
        }
    }
}
