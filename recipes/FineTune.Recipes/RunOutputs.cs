using FineTune.Formats;
using FineTune.Peft;

namespace FineTune.Recipes;

/// <summary>The files that a finished run promises.</summary>
internal static class RunOutputs
{
    /// <summary>Those that are not there.</summary>
    public static IReadOnlyList<string> Missing(RunConfig config, RunFolder folder)
    {
        var missing = Promised(config, folder).Where(f => !File.Exists(f)).ToList();
        if (!Directory.EnumerateFiles(folder.Path, RunFolder.EventFiles).Any())
        {
            missing.Add(Path.Combine(folder.Path, RunFolder.EventFiles));
        }
        return missing;
    }

    /// <summary>Whether the run writes a merged model.</summary>
    public static bool HasMerged(RunConfig config) => config.Export.Merged && config.Peft is not FullConfig;

    private static IEnumerable<string> Promised(RunConfig config, RunFolder folder)
    {
        yield return folder.Config;
        yield return folder.Metrics;
        var (results, names) = config.Peft is FullConfig
            ? (folder.Model, new[] { CheckpointFolder.WeightsName })
            : (folder.Adapter, [AdapterConfigFile.FileName, AdapterFolder.WeightsName]);
        foreach (var name in names.Concat([HfConfig.FileName, ModelCard.FileName]))
        {
            yield return Path.Combine(results, name);
        }
        if (HasMerged(config))
        {
            yield return Path.Combine(folder.Merged, CheckpointFolder.WeightsName);
            yield return Path.Combine(folder.Merged, HfConfig.FileName);
        }
        if (config.Output.Predictions && (config.Dataset.TestFile.Count > 0 || config.Dataset.TestSplit > 0))
        {
            yield return folder.Predictions;
        }
    }
}
