using FineTune.Recipes;

namespace FineTune.Cli;

/// <summary>The last lines of a training run.</summary>
internal static class RunSummary
{
    public static void Print(RunResult result, TextWriter output)
    {
        if (result.Status == RunStatus.Interrupted)
        {
            output.WriteLine($"interrupted after step {result.Steps}; go on by --resume");
            return;
        }
        if (result.Status == RunStatus.AlreadyFinished)
        {
            output.WriteLine($"{result.OutputDir} finished already, after step {result.Steps}; to train longer, raise "
                + "num_train_epochs or max_steps");
        }
        Scores(output, "majority class", result.Majority);
        Scores(output, "before training", result.Baseline);
        Scores(output, "validation", result.Validation);
        Scores(output, "test", result.Test);
        foreach (var (name, folder) in new[]
        {
            ("adapter", result.Adapter), ("model", result.Model), ("merged", result.Merged),
        })
        {
            if (folder is not null)
            {
                output.WriteLine($"{name,-16} {folder}");
            }
        }
        output.WriteLine($"try              finetune {Try(result)}");
    }

    private static string Try(RunResult result) => result.Task switch
    {
        TaskConfig.Sft or TaskConfig.Dpo or TaskConfig.Cpo or TaskConfig.SimPo or TaskConfig.Orpo or TaskConfig.Kto =>
             $"chat {result.OutputDir}",
        TaskConfig.Pretrain => $"generate {result.OutputDir} --prompt \"...\"",
        _ => $"predict {result.OutputDir} --text \"...\"",
    };

    public static void Scores(TextWriter output, string title, IReadOnlyDictionary<string, double>? scores)
    {
        if (scores is { Count: > 0 })
        {
            output.WriteLine($"{title,-16} {string.Join("  ", scores.Select(s => $"{s.Key} {s.Value:F4}"))}");
        }
    }
}
