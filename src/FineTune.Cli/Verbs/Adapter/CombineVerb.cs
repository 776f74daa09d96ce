using System.CommandLine;
using FineTune.Peft;
using FineTune.Recipes;

namespace FineTune.Cli;

/// <summary><c>finetune adapter combine</c>.</summary>
internal static class CombineVerb
{
    public static Command Create()
    {
        var paths = SharedOptions.Operands("DIR", "Adapter folders, or the runs that left them.");
        var output = SharedOptions.OutputFolder();
        var type = new Option<string>("--type")
        {
            Description = "How: " + string.Join(", ", CombinationType.All.Select(t => t.Name)) + ".",
            HelpName = "TYPE",
            DefaultValueFactory = _ => CombinationType.Cat.Name,
        };
        var weights = new Option<double[]>("--weights")
        {
            Description = "A factor for each adapter, any sign; default equal ones that sum to 1.",
            HelpName = "W",
            AllowMultipleArgumentsPerToken = true,
        };
        var settings = new CombinationOptions();
        var modulesOf = new Option<string?>("--modules-of")
        {
            Description = "The adapter whose whole modules (a classifier's head) are taken where several have them.",
            HelpName = "DIR",
        };
        var json = SharedOptions.Json();
        var verb = new Verb(
            "combine",
            "Makes one adapter of several on the same base model, as PEFT's add_weighted_adapter does.",
            "runs/english runs/poetry --output both",
            "runs/english runs/poetry --weights 1 -0.5 --type svd --rank 16 --output less-poetry",
            "a b c --type ties --density 0.3 --output merged")
        {
            paths, output, type, weights, settings.Density, settings.Rank, settings.MajoritySign, settings.Seed, modulesOf, json,
        };
        verb.Does((arguments, _) =>
        {
            using var progress = ConsoleProgress.OnStandardError();
            var result = CombineRun.Combine(
                arguments.GetValue(paths)!,
                settings.Read(arguments, CombinationType.Find(arguments.GetValue(type)!), arguments.GetValue(weights) ?? []),
                arguments.GetValue(modulesOf),
                arguments.GetValue(output)!,
                progress);
            if (arguments.GetValue(json))
            {
                JsonOutput.Write(result);
            }
            else
            {
                Console.Out.WriteLine($"{result.Output}: {result.Type} of {result.Adapters.Count} adapters, {result.Layers} layers"
                    + (result.Rank > 0 ? $", rank {result.Rank}" : "") + AdapterText.Kept(result.LeastKept));
            }
            return ExitCode.Done;
        });
        return verb;
    }
}
