using System.CommandLine;
using FineTune.Recipes;

namespace FineTune.Cli;

/// <summary><c>finetune adapter inspect</c>.</summary>
internal static class InspectVerb
{
    public static Command Create()
    {
        var path = SharedOptions.Adapter();
        var json = SharedOptions.Json();
        var verb = new Verb(
            "inspect",
            "Tells what an adapter is: method, base, layers, ranks, norms of what it adds. With --json layer by layer.",
            "runs/sentiment",
            "runs/sft/checkpoints/best --json")
        {
            path, json,
        };
        verb.Does((arguments, _) =>
        {
            var result = InspectRun.Inspect(arguments.GetValue(path)!);
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
