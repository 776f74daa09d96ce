using System.CommandLine;
using FineTune.Recipes;

namespace FineTune.Cli;

/// <summary><c>finetune predict</c>.</summary>
internal static class PredictVerb
{
    public static Command Create()
    {
        var path = SharedOptions.Path();
        var text = new Option<string?>("--text") { Description = "One text to classify." };
        var pair = new Option<string?>("--text-pair") { Description = "The second text, where the model takes two." };
        var input = new Option<string?>("--input")
        {
            Description = "A file of texts to classify: JSONL, CSV or TSV with a text column, or plain lines (.txt).",
            HelpName = "FILE",
        };
        var output = new Option<string?>("--output")
        {
            Description = "Where to write the JSONL; default standard output.",
            HelpName = "FILE",
        };
        var logits = new Option<bool>("--logits") { Description = "Add the raw logits." };
        var baseModel = SharedOptions.Base();
        var device = SharedOptions.Device();
        var command = new Command(
            "predict",
            "Classifies texts; one JSON line each: label, score, all scores.\n\n"
            + "  finetune predict runs/sentiment --text \"A warm and funny film.\"\n"
            + "  finetune predict runs/sentiment --input reviews.jsonl --output predictions.jsonl")
        {
            path, text, pair, input, output, logits, baseModel, device,
        };
        command.Validators.Add(result =>
        {
            if (result.GetValue(text) is null == result.GetValue(input) is null)
            {
                result.AddError("give either --text or --input");
            }
            if (result.GetValue(pair) is not null && result.GetValue(text) is null)
            {
                result.AddError("--text-pair goes with --text");
            }
        });
        command.SetAction(arguments => Guard.Run(stop =>
        {
            using var progress = ConsoleProgress.OnStandardError();
            using var model = TrainedClassifier.Open(
                arguments.GetValue(path)!, arguments.GetValue(baseModel), arguments.GetValue(device)!, progress);
            var texts = arguments.GetValue(text) is { } one
                ? PredictRun.One(one, arguments.GetValue(pair))
                : PredictRun.Read(arguments.GetValue(input)!, model, progress);
            var withLogits = arguments.GetValue(logits);
            if (arguments.GetValue(output) is { } file)
            {
                PredictRun.WriteTo(file, model, texts, withLogits, stop);
            }
            else
            {
                PredictRun.Write(Console.Out, model, texts, withLogits, stop);
            }
            return ExitCode.Done;
        }));
        return command;
    }
}
