using System.CommandLine;
using FineTune.Recipes;

namespace FineTune.Cli;

/// <summary><c>finetune train</c>.</summary>
internal static class TrainVerb
{
    public static Command Create()
    {
        var config = SharedOptions.Config();
        var set = SharedOptions.Set();
        var resume = new Option<bool>("--resume") { Description = "Go on from the last checkpoint of the output folder." };
        var overwrite = new Option<bool>("--overwrite") { Description = "Replace the run that the output folder holds." };
        var smoke = new Option<bool>("--smoke")
        {
            Description = "For CI: a few steps on a few rows with everything on the way, into OUTPUT_DIR-smoke.",
        };
        var json = SharedOptions.Json();
        var command = new Command(
            "train",
            "Trains what a config describes: evaluates, exports, and leaves a run folder.\n\n"
            + "  finetune train configs/sentiment.yaml\n"
            + "  finetune train configs/sentiment.yaml --set training.learning_rate=1e-3 --overwrite\n"
            + "  finetune train configs/sentiment.yaml --resume")
        {
            config, set, resume, overwrite, smoke, json,
        };
        command.Validators.Add(result =>
        {
            if (result.GetValue(resume) && result.GetValue(overwrite))
            {
                result.AddError("--resume and --overwrite contradict each other; give one of them");
            }
        });
        command.SetAction(arguments => Guard.Run(stop =>
        {
            using var progress = ConsoleProgress.OnStandardError();
            var start = arguments.GetValue(resume) ? RunStart.Resume
                : arguments.GetValue(overwrite) ? RunStart.Overwrite
                : RunStart.Fresh;
            var result = TrainRun.Start(
                arguments.GetValue(config)!, arguments.GetValue(set)!, start, arguments.GetValue(smoke), progress, stop);
            if (arguments.GetValue(json))
            {
                JsonOutput.Write(result);
            }
            else
            {
                RunSummary.Print(result, Console.Out);
            }
            return result.Status == RunStatus.Interrupted ? ExitCode.Interrupted : ExitCode.Done;
        }));
        return command;
    }
}
