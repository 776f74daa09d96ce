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
    /// <param name="model">The adapter with its base model, in float32, best left on disk: then no more than the largest
    /// tensor is in memory, of the merged model neither.</param>
    /// <param name="output">The folder to make; it appears when it is whole.</param>
    /// <param name="form">Type and size of the files.</param>
    /// <param name="check">Whether the logits are compared.</param>
    /// <param name="console">Hears notices.</param>
    /// <exception cref="RecipeException">There is nothing to merge, or the folder is taken.</exception>
    /// <exception cref="PeftException">The adapter cannot be merged, or not in this type.</exception>
    public static MergeResult Merge(
        ITrainedModel model, string output, MergedForm form, bool check, IRunConsole console)
    {
        if (model.Tuned.Adapter is null)
        {
            throw RecipeException.NothingToMerge(model.Path, MergeTrace.AdaptersIn(model.Path));
        }
        if (!PeftRegistry.For(model.Tuned.Adapter.Config).CanMerge)
        {
            throw PeftException.CannotMerge(model.Tuned.Adapter.Config.PeftType);
        }
        OutputFolder.RequireFree(output);
        Write(model, output, form);
        return new MergeResult(output, form.Dtype, check ? Difference(model, output, console) : null);
    }

    /// <summary>Merges what a run has just saved, into the weights of its base model's own files, whatever type or
    /// quantisation the run had them in.</summary>
    internal static void OfRun(RunConfig config, RunFolder folder, IRunConsole console)
    {
        using var model = TrainedModel.OpenOnDisk(folder.Adapter, config.Model.ModelNameOrPath, console);
        Write(model, folder.Merged, config.Export.Form);
        console.Fact(
            "merged", $"reopened, its logits differ by at most {Difference(model, folder.Merged, console):0.0e+00}");
    }

    private static void Write(ITrainedModel model, string output, MergedForm form) =>
        AtomicFolder.Write(output, path =>
        {
            model.Tuned.SavePlain(path, form);
            MergeTrace.Write(path, model.Tuned.Origin!.Adapter, model.Tuned.Origin.BaseModel);
        });

    private static double Difference(ITrainedModel model, string output, IRunConsole console)
    {
        using var merged = TrainedModel.OpenOnDisk(output, baseModel: null, console);
        return model.LogitsOf(Probes).Zip(merged.LogitsOf(Probes))
            .Max(pair => pair.First.Zip(pair.Second).Max(v => Math.Abs(v.First - v.Second)));
    }
}
