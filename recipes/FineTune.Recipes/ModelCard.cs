using FineTune.Formats;
using FineTune.Peft;

namespace FineTune.Recipes;

/// <summary>The result folder's <c>README.md</c>: what was trained, on what, how well it does, how to use it.</summary>
internal static class ModelCard
{
    /// <summary>The card's file.</summary>
    public const string FileName = "README.md";

    /// <summary>Writes the card.</summary>
    /// <param name="folder">Where.</param>
    /// <param name="config">The run's config.</param>
    /// <param name="text">What depends on the task.</param>
    /// <param name="result">How the run went.</param>
    /// <param name="path">The folder's name when it is whole.</param>
    public static void Write(string folder, RunConfig config, CardText text, RunResult result, string path)
    {
        var baseModel = BaseModelPath.ToWrite(config.Model.ModelNameOrPath);
        var isAdapter = config.Peft is not FullConfig;
        var (library, relation) = isAdapter ? ("peft", "adapter") : ("transformers", "finetune");
        var what = isAdapter ? $"A {config.Peft.PeftType} adapter of" : "A fully trained";
        var note = AdapterChoice.BaseNote(config.Peft) is { } belongs ? $" It belongs to {belongs}." : "";
        AtomicFile.WriteText(Path.Combine(folder, FileName), $"""
            ---
            base_model: {baseModel}
            library_name: {library}
            pipeline_tag: {text.Pipeline}
            tags:
            - base_model:{relation}:{baseModel}
            {(isAdapter ? $"- {config.Peft.PeftType.ToLowerInvariant()}\n" : "")}---

            # {Path.GetFileName(Path.GetFullPath(result.OutputDir))}

            {what} `{baseModel}` for {text.Task}, trained with FineTune.{note}

            | | |
            |---|---|
            {string.Concat(text.Facts.Select(f => $"| {f.Name} | {f.Value} |\n"))}| trainable parameters | {result.TrainableParameters:N0} |
            | optimizer steps | {result.Steps:N0} |

            ## Scores

            | data | scores |
            |---|---|
            {Row("majority class", result.Majority)}{Row("before training", result.Baseline)}{Row("validation", result.Validation)}{Row("test", result.Test)}
            ## Use

                {text.Use.Replace("PATH", path, StringComparison.Ordinal)}

            """);
    }

    private static string Row(string name, IReadOnlyDictionary<string, double>? scores) => scores is null
        ? ""
        : $"| {name} | {string.Join(", ", scores.Select(s => $"{s.Key} {s.Value:F4}"))} |\n";
}
