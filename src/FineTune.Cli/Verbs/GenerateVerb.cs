using System.CommandLine;
using FineTune.Recipes;

namespace FineTune.Cli;

/// <summary><c>finetune generate</c>.</summary>
internal static class GenerateVerb
{
    public static Command Create()
    {
        var path = SharedOptions.Path();
        var prompt = new Option<string?>("--prompt") { Description = "One prompt.", HelpName = "TEXT" };
        var input = new Option<string?>("--input")
        {
            Description = "A file of prompts: plain lines (.txt), or JSONL, JSON, CSV, TSV or Parquet with a column "
                + "prompt, text, instruction, question or input, or messages with conversations.",
            HelpName = "FILE",
        };
        var output = new Option<string?>("--output")
        {
            Description = "Where to write the JSONL; default standard output.",
            HelpName = "FILE",
        };
        var raw = new Option<bool>("--raw") { Description = "Let the text go on where the prompt ends." };
        var chat = new Option<bool>("--chat")
        {
            Description = "Put prompts as a user's turn through the chat template; the default where there is one.",
        };
        var baseModel = SharedOptions.Base();
        var device = SharedOptions.Device();
        var generation = new GenerationOptions();
        var verb = new Verb(
            "generate",
            "Generates texts; one JSON line each: prompt, text, ids, finish reason.",
            "runs/sft --prompt \"Name three colours.\"",
            "merged --raw --prompt \"Once upon a time\" --temperature 0.8 --num-return-sequences 3",
            "runs/sft --input questions.jsonl --output answers.jsonl --max-new-tokens 200")
        {
            path, prompt, input, output, raw, chat, baseModel, device,
        };
        generation.AddTo(verb, several: true);
        verb.Validators.Add(result =>
        {
            if (result.GetResult(prompt) is null == result.GetResult(input) is null)
            {
                result.AddError("give either --prompt or --input");
            }
            if (result.GetResult(raw) is not null && result.GetResult(chat) is not null)
            {
                result.AddError("--raw and --chat contradict each other");
            }
        });
        verb.Does((arguments, stop) =>
        {
            using var progress = ConsoleProgress.OnStandardError();
            using var model = TrainedDecoder.Open(
                arguments.GetValue(path)!, arguments.GetValue(baseModel), arguments.GetValue(device)!, progress);
            var prompts = arguments.GetValue(prompt) is { } one
                ? GenerateRun.One(one)
                : GenerateRun.Read(arguments.GetValue(input)!);
            var run = new GenerateRun(
                model,
                generation.Apply(arguments, model.Generation),
                arguments.GetValue(chat) || (model.Template is not null && !arguments.GetValue(raw)));
            LineOutput.Write(arguments.GetValue(output), Console.Out, run.Lines(prompts, stop));
            return ExitCode.Done;
        });
        return verb;
    }
}
