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
        var output = SharedOptions.Output();
        var logits = new Option<bool>("--logits") { Description = "Add the raw logits." };
        var baseModel = SharedOptions.Base();
        var device = SharedOptions.Device();
        var verb = new Verb(
            "predict",
            "Classifies texts; one JSON line each: label, score, all scores.",
            "runs/sentiment --text \"A warm and funny film.\"",
            "runs/sentiment --input reviews.jsonl --output predictions.jsonl",
            "merged --input texts.txt --logits")
        {
            path, text, pair, input, output, logits, baseModel, device,
        };
        verb.Validators.Add(result =>
        {
            if (result.GetResult(text) is null == result.GetResult(input) is null)
            {
                result.AddError("give either --text or --input");
            }
            if (result.GetResult(pair) is not null && result.GetResult(text) is null)
            {
                result.AddError("--text-pair goes with --text");
            }
        });
        verb.Does((arguments, stop) =>
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
        });
        return verb;
    }
}
