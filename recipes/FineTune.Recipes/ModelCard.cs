using FineTune.Formats;

namespace FineTune.Recipes;

/// <summary>The adapter folder's <c>README.md</c>: what was trained, on what, how well it does, how to use it.</summary>
internal static class ModelCard
{
    /// <summary>The card's file.</summary>
    public const string FileName = "README.md";

    /// <summary>Writes the card.</summary>
    public static void Write(string folder, ClassifierParts parts, RunResult result)
    {
        var (config, data) = (parts.Config, parts.Data);
        var baseModel = BaseModelPath.ToWrite(config.Model.ModelNameOrPath);
        AtomicFile.WriteText(Path.Combine(folder, FileName), $"""
            ---
            base_model: {baseModel}
            library_name: peft
            pipeline_tag: text-classification
            tags:
            - base_model:adapter:{baseModel}
            - {config.Peft.PeftType.ToLowerInvariant()}
            ---

            # {Path.GetFileName(Path.GetFullPath(result.OutputDir))}

            A {config.Peft.PeftType} adapter of `{baseModel}` for sequence classification
            ({parts.ModelConfig.ProblemType}), trained with FineTune.

            | | |
            |---|---|
            | labels | {string.Join(", ", data.Labels.Names)} |
            | training rows | {data.Train.Examples.Count:N0} |
            | trainable parameters | {result.TrainableParameters:N0} |
            | optimizer steps | {result.Steps:N0} |
            | longest input | {parts.MaxLength} tokens |

            ## Scores

            | data | scores |
            |---|---|
            {Row("majority class", result.Majority)}{Row("before training", result.Baseline)}{Row("validation", result.Validation)}{Row("test", result.Test)}
            ## Use

                finetune predict {result.Adapter} --text "..."

            """);
    }

    private static string Row(string name, IReadOnlyDictionary<string, double>? scores) => scores is null
        ? ""
        : $"| {name} | {string.Join(", ", scores.Select(s => $"{s.Key} {s.Value:F4}"))} |\n";
}
