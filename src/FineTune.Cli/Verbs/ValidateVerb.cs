using System.CommandLine;
using FineTune.Recipes;

namespace FineTune.Cli;

/// <summary><c>finetune validate</c>.</summary>
internal static class ValidateVerb
{
    public static Command Create()
    {
        var config = SharedOptions.Config();
        var set = SharedOptions.Set();
        var json = SharedOptions.Json();
        var verb = new Verb(
            "validate",
            "Checks a config, its data, its checkpoint and its adapter targets without training or writing.",
            "configs/sentiment.yaml",
            "configs/sentiment.yaml --set peft.target_modules=query")
        {
            config, set, json,
        };
        verb.Does((arguments, _) =>
        {
            using var progress = ConsoleProgress.OnStandardError();
            var file = arguments.GetValue(config)!;
            var ready = TrainRun.Validate(file, arguments.GetValue(set)!, progress);
            if (arguments.GetValue(json))
            {
                JsonOutput.Write(ready);
            }
            else
            {
                Console.Out.WriteLine($"{file}: ready to train {ready.Steps:N0} steps on {ready.TrainRows:N0} rows");
            }
            return ExitCode.Done;
        });
        return verb;
    }
}
