using System.CommandLine;
using FineTune.Recipes;

namespace FineTune.Cli;

/// <summary><c>finetune eval</c>.</summary>
internal static class EvalVerb
{
    public static Command Create()
    {
        var path = SharedOptions.Path();
        var data = new Option<string?>("--data")
        {
            Description = "The file to score; default: the test (else validation) data of the run's config.",
            HelpName = "FILE",
        };
        var baseModel = SharedOptions.Base();
        var device = SharedOptions.Device();
        var json = SharedOptions.Json();
        var command = new Command(
            "eval",
            "Scores a trained model on labelled data.\n\n"
            + "  finetune eval runs/sentiment\n"
            + "  finetune eval runs/sentiment/adapter --data reviews.csv")
        {
            path, data, baseModel, device, json,
        };
        command.SetAction(arguments => Guard.Run(stop =>
        {
            using var progress = ConsoleProgress.OnStandardError();
            using var model = TrainedClassifier.Open(
                arguments.GetValue(path)!, arguments.GetValue(baseModel), arguments.GetValue(device)!, progress);
            var scores = EvaluateRun.Score(model, arguments.GetValue(data), progress, stop);
            if (arguments.GetValue(json))
            {
                JsonOutput.Write(scores);
            }
            else
            {
                RunSummary.Scores(Console.Out, "scores", scores);
            }
            return ExitCode.Done;
        }));
        return command;
    }
}
