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
        var command = new Command(
            "validate",
            "Checks a config, its data, its checkpoint and its adapter targets without training or writing.\n\n"
            + "  finetune validate configs/sentiment.yaml")
        {
            config, set,
        };
        command.SetAction(arguments => Guard.Run(stop =>
        {
            using var progress = ConsoleProgress.OnStandardError();
            TrainRun.Validate(arguments.GetValue(config)!, arguments.GetValue(set)!, progress);
            Console.Out.WriteLine($"{arguments.GetValue(config)}: ready to train");
            return ExitCode.Done;
        }));
        return command;
    }
}
