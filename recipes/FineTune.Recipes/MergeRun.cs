using FineTune.Formats;
using FineTune.Peft;

namespace FineTune.Recipes;

/// <summary>Merges an adapter and proves the result.</summary>
public static class MergeRun
{
    private static readonly string[] Probes =
    [
        "A short sentence to compare the two models on.",
        "Nothing here is long, and yet it has more than one clause; that is on purpose.",
        "No.",
    ];

    /// <summary>Writes the merged folder, opens it again and compares its logits with the live model's.</summary>
    /// <param name="model">The adapter with its base model, in float32.</param>
    /// <param name="output">The folder to make; it appears when it is whole.</param>
    /// <param name="dtype">float32, bfloat16 or float16.</param>
    /// <param name="console">Hears notices.</param>
    /// <exception cref="PeftException">The adapter's method cannot be merged.</exception>
    /// <exception cref="RecipeException">There is nothing to merge, or the folder is taken.</exception>
    public static MergeResult Merge(ITrainedModel model, string output, string dtype, IRunConsole console)
    {
        if (model.Tuned.Adapter is null)
        {
            throw RecipeException.NothingToMerge(model.Path);
        }
        if (!PeftRegistry.For(model.Tuned.Adapter.Config).CanMerge)
        {
            throw PeftException.CannotMerge(model.Tuned.Adapter.Config.PeftType);
        }
        if (File.Exists(output))
        {
            throw RecipeException.OutputIsFile(output);
        }
        if (Directory.Exists(output) && Directory.EnumerateFileSystemEntries(output).Any())
        {
            throw RecipeException.OutputExists(output);
        }
        AtomicFolder.Write(output, path => model.Tuned.SavePlain(path, dtype));
        using var merged = TrainedModel.Open(output, baseModel: null, "cpu", console);
        var live = model.LogitsOf(Probes);
        var reopened = merged.LogitsOf(Probes);
        return new MergeResult(
            output,
            dtype,
            live.Zip(reopened).Max(pair => pair.First.Zip(pair.Second).Max(v => Math.Abs(v.First - v.Second))));
    }
}
