using System.CommandLine;
using FineTune.Recipes;

namespace FineTune.Cli;

/// <summary><c>finetune adapter compare</c>.</summary>
internal static class CompareVerb
{
    public static Command Create()
    {
        var first = SharedOptions.Adapter("A");
        var second = SharedOptions.Adapter("B");
        var json = SharedOptions.Json();
        var verb = new Verb(
            "compare",
            "Tells in what two adapters differ: settings, layers, and what they add to the weights, whatever their factors.",
            "runs/sentiment runs/sentiment/checkpoints/step-000200",
            "runs/loha loha-as-lora --json")
        {
            first, second, json,
        };
        verb.Does((arguments, _) =>
        {
            using var progress = ConsoleProgress.OnStandardError();
            var result = CompareRun.Compare(arguments.GetValue(first)!, arguments.GetValue(second)!, progress);
            if (arguments.GetValue(json))
            {
                JsonOutput.Write(result);
            }
            else
            {
                AdapterText.Write(result, Console.Out);
            }
            return ExitCode.Done;
        });
        return verb;
    }
}
