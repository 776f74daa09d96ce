using System.CommandLine;
using FineTune.Recipes;

namespace FineTune.Cli;

/// <summary><c>finetune merge</c>.</summary>
internal static class MergeVerb
{
    public static Command Create()
    {
        var path = SharedOptions.Path();
        var output = SharedOptions.OutputFolder();
        var dtype = new Option<string>("--dtype")
        {
            Description = "Type of the merged weights; auto keeps the types that the base model is stored in.",
            DefaultValueFactory = _ => MergedForm.Auto,
        };
        dtype.AcceptOnlyFromAmong(MergedForm.Auto, "float32", "bfloat16", "float16");
        var shards = SharedOptions.MaxShardSize();
        var noCheck = new Option<bool>("--no-check")
        {
            Description = "Do not open the merged model again to compare its logits with the adapter's.",
        };
        var baseModel = SharedOptions.Base();
        var json = SharedOptions.Json();
        var verb = new Verb(
            "merge",
            "Folds an adapter into its base model and writes a folder that transformers loads unchanged.",
            "runs/sentiment --output merged",
            "runs/sentiment/checkpoints/best --output merged-bf16 --dtype bfloat16",
            "runs/chat --output merged --max-shard-size 2GB")
        {
            path, output, dtype, shards, noCheck, baseModel, json,
        };
        verb.Does((arguments, _) =>
        {
            using var progress = ConsoleProgress.OnStandardError();
            using var model = TrainedModel.OpenOnDisk(
                arguments.GetValue(path)!, arguments.GetValue(baseModel), progress);
            var result = MergeRun.Merge(
                model,
                arguments.GetValue(output)!,
                new MergedForm(arguments.GetValue(dtype)!, arguments.GetValue(shards)!),
                check: !arguments.GetValue(noCheck),
                progress);
            if (arguments.GetValue(json))
            {
                JsonOutput.Write(result);
            }
            else
            {
                Console.Out.WriteLine(result.LargestLogitDifference is { } difference
                    ? $"{result.Output}: merged; reopened, its logits differ by at most {difference:0.0e+00}"
                    : $"{result.Output}: merged; its logits were not compared");
            }
            return ExitCode.Done;
        });
        return verb;
    }
}
