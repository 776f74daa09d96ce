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
        var command = new Command(
            "merge",
            "Folds an adapter into its base model and writes a folder that transformers loads unchanged.\n\n"
            + "  finetune merge runs/sentiment --output merged")
        {
            path, output, dtype, baseModel,
        };
        command.SetAction(arguments => Guard.Run(_ =>
        {
            using var progress = ConsoleProgress.OnStandardError();
            using var model = TrainedClassifier.Open(
                arguments.GetValue(path)!, arguments.GetValue(baseModel), "cpu", progress);
            var difference = MergeRun.Merge(model, arguments.GetValue(output)!, arguments.GetValue(dtype)!, progress);
            Console.Out.WriteLine(
                $"{arguments.GetValue(output)}: merged; reopened, its logits differ by at most {difference:0.0e+00}");
            return ExitCode.Done;
        }));
        return command;
    }
}
