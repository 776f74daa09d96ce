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
        var verb = new Verb(
            "eval",
            "Scores a trained model: a classifier on labelled data, a language model on answers or text.",
            "runs/sentiment",
            "runs/sentiment/adapter --data reviews.csv",
            "runs/sentiment --json")
        {
            path, data, baseModel, device, json,
        };
        verb.Does((arguments, stop) =>
        {
            using var progress = ConsoleProgress.OnStandardError();
            using var model = TrainedModel.Open(
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
        });
        return verb;
    }
}
