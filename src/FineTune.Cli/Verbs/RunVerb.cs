using System.CommandLine;
using FineTune.Recipes;

namespace FineTune.Cli;

/// <summary><c>finetune run</c>.</summary>
internal static class RunVerb
{
    public static Command Create()
    {
        var recipe = SharedOptions.Operand("RECIPE", "A YAML file with steps.");
        var set = SharedOptions.Set();
        var json = SharedOptions.Json();
        var verb = new Verb(
            "run",
            "Runs the steps of a recipe: train, evaluate, merge, export. Finished steps are skipped the next time.",
            "recipes/sft-then-dpo.yaml",
            "recipes/sft-then-dpo.yaml --set output_dir=runs/second")
        {
            recipe, set, json,
        };
        verb.Does((arguments, stop) =>
        {
            using var progress = ConsoleProgress.OnStandardError();
            var (file, overrides) = (arguments.GetValue(recipe)!, arguments.GetValue(set)!);
            var steps = PipelineRun.Start(file, overrides, progress, stop);
            if (arguments.GetValue(json))
            {
                JsonOutput.Write(steps);
            }
            else
            {
                Print(steps);
            }
            return steps.Count < PipelineRun.StepsOf(file, overrides) ? ExitCode.Interrupted : ExitCode.Done;
        });
        return verb;
    }

    private static void Print(IReadOnlyList<FinishedStep> steps)
    {
        foreach (var step in steps)
        {
            var outputs = string.Join("  ", step.Outputs.Select(output => $"{output.Key} {output.Value}"));
            Console.Out.WriteLine($"{step.Name,-16} {(step.Skipped ? "done already" : "done")}  {outputs}");
            RunSummary.Scores(Console.Out, "", step.Scores);
        }
    }
}
