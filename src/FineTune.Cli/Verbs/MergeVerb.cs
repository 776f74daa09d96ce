using System.CommandLine;
using FineTune.Recipes;

namespace FineTune.Cli;

/// <summary><c>finetune merge</c>.</summary>
internal static class MergeVerb
{
    public static Command Create()
    {
        var path = SharedOptions.Path();
        var output = new Option<string>("--output")
        {
            Description = "The folder to make.",
            HelpName = "DIR",
            Required = true,
        };
        var dtype = new Option<string>("--dtype")
        {
            Description = "Type of the merged weights.",
            DefaultValueFactory = _ => "float32",
        };
        dtype.AcceptOnlyFromAmong("float32", "bfloat16", "float16");
        var baseModel = SharedOptions.Base();
        var json = SharedOptions.Json();
        var verb = new Verb(
            "merge",
            "Folds an adapter into its base model and writes a folder that transformers loads unchanged.",
            "runs/sentiment --output merged",
            "runs/sentiment/checkpoints/best --output merged-bf16 --dtype bfloat16")
        {
            path, output, dtype, baseModel, json,
        };
        verb.Does((arguments, _) =>
        {
            using var progress = ConsoleProgress.OnStandardError();
            using var model = TrainedModel.Open(
                arguments.GetValue(path)!, arguments.GetValue(baseModel), "cpu", progress);
            var result = MergeRun.Merge(model, arguments.GetValue(output)!, arguments.GetValue(dtype)!, progress);
            if (arguments.GetValue(json))
            {
                JsonOutput.Write(result);
            }
            else
            {
                Console.Out.WriteLine(
                    $"{result.Output}: merged; reopened, its logits differ by at most {result.LargestLogitDifference:0.0e+00}");
            }
            return ExitCode.Done;
        });
        return verb;
    }
}
