using System.CommandLine;
using FineTune.Recipes;

namespace FineTune.Cli;

/// <summary><c>finetune detokenize</c>.</summary>
internal static class DetokenizeVerb
{
    public static Command Create()
    {
        var path = SharedOptions.Tokenizer();
        var input = SharedOptions.Input("JSON lines: arrays of ids, or what tokenize writes.");
        var output = SharedOptions.Output();
        var noSpecialTokens = new Option<bool>("--no-special-tokens")
        {
            Description = "Leave special tokens out of the text.",
        };
        var verb = new Verb(
            "detokenize",
            "Turns ids back into texts; one JSON string a line.",
            "models/tiny-bert-en --input tokens.jsonl --no-special-tokens")
        {
            path, input, output, noSpecialTokens,
        };
        verb.Does((arguments, stop) =>
        {
            var tokenizer = TokenizeRun.Open(arguments.GetValue(path)!);
            var lines = TokenizeRun.Decode(
                tokenizer, arguments.GetValue(input)!, !arguments.GetValue(noSpecialTokens), stop);
            LineOutput.Write(arguments.GetValue(output), Console.Out, lines);
            return ExitCode.Done;
        });
        return verb;
    }
}
