using System.CommandLine;
using FineTune.Recipes;

namespace FineTune.Cli;

/// <summary><c>finetune tokenize</c>.</summary>
internal static class TokenizeVerb
{
    public static Command Create()
    {
        var path = SharedOptions.Tokenizer();
        var input = SharedOptions.Input("Texts, one a line; in a .jsonl file the lines are JSON strings.");
        var output = SharedOptions.Output();
        var noSpecialTokens = new Option<bool>("--no-special-tokens")
        {
            Description = "Leave out the special tokens that the model expects around a text.",
        };
        var verb = new Verb(
            "tokenize",
            "Turns texts into tokens; one JSON line each: ids, tokens, offsets in Unicode code points.",
            "models/tiny-bert-en --input texts.txt",
            "models/tiny-bert-en --input texts.jsonl --output tokens.jsonl --no-special-tokens")
        {
            path, input, output, noSpecialTokens,
        };
        verb.Does((arguments, stop) =>
        {
            var tokenizer = TokenizeRun.Open(arguments.GetValue(path)!);
            var lines = TokenizeRun.Encode(
                tokenizer, arguments.GetValue(input)!, !arguments.GetValue(noSpecialTokens), stop);
            LineOutput.Write(arguments.GetValue(output), Console.Out, lines);
            return ExitCode.Done;
        });
        return verb;
    }
}
