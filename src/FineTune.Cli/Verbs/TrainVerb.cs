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
        var verb = new Verb(
            "train",
            "Trains what a config describes: evaluates, exports, and leaves a run folder.",
            "configs/sentiment.yaml",
            "configs/sentiment.yaml --set training.learning_rate=1e-3 --overwrite",
            "configs/sentiment.yaml --resume",
            "configs/sentiment.yaml --smoke --json")
        {
            config, set, resume, overwrite, smoke, json,
        };
        verb.Validators.Add(result =>
        {
            foreach (var fresh in new[] { overwrite, smoke }.Where(o => result.GetValue(o) && result.GetValue(resume)))
            {
                result.AddError($"--resume and {fresh.Name} contradict each other; give one of them");
            }
        });
        verb.Does((arguments, stop) =>
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
        });
        return verb;
    }
}
