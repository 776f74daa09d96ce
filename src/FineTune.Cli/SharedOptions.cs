using System.CommandLine;
using System.CommandLine.Parsing;
using FineTune.Formats;

namespace FineTune.Cli;

/// <summary>Options that several verbs have, spelled once.</summary>
internal static class SharedOptions
{
    public static Option<bool> Json() => new("--json") { Description = "Print the result as JSON on standard output." };

    public static Option<string?> Base() => new("--base")
    {
        Description = "Folder of the base model, where the adapter's own note of it no longer holds.",
        HelpName = "DIR",
    };

    public static Option<ByteSize> MaxShardSize() => new("--max-shard-size")
    {
        Description = "The most bytes of a file; more is written as several with an index.",
        HelpName = "SIZE",
        DefaultValueFactory = _ => CheckpointWriter.DefaultShardSize,
        CustomParser = result =>
        {
            var text = result.Tokens[^1].Value;
            if (!ByteSize.TryParse(text, out var size))
            {
                result.AddError($"--max-shard-size is '{text}', which is not {ByteSize.Allowed}.");
            }
            return size;
        },
    };

    public static Option<string> Device() => new("--device")
    {
        Description = "Where to compute: auto, cpu, cuda or cuda:N.",
        DefaultValueFactory = _ => "auto",
    };

    public static Argument<string> Path() => Operand("PATH", "A run folder, an adapter, a checkpoint of a run, or a merged model.");

    public static Argument<string> Adapter(string name = "DIR") => Operand(name, "An adapter folder, or the run that left it.");

    public static Option<string> OutputFolder() => new("--output")
    {
        Description = "The folder to make.",
        HelpName = "DIR",
        Required = true,
    };

    public static Argument<string> Config() => Operand("CONFIG", "A YAML config file.");

    public static Argument<string> Tokenizer() => Operand("PATH", "A tokenizer or model folder.");

    public static Option<string> Input(string description) => new("--input")
    {
        Description = description,
        HelpName = "FILE",
        Required = true,
    };

    public static Option<string?> Output() => new("--output")
    {
        Description = "Where to write the JSONL; default standard output.",
        HelpName = "FILE",
    };

    public static Option<string[]> Set() => new("--set")
    {
        Description = "Override a key, e.g. --set training.learning_rate=1e-4. May be given several times.",
        HelpName = "a.b=c",
        DefaultValueFactory = _ => [],
        Arity = ArgumentArity.OneOrMore,
        AllowMultipleArgumentsPerToken = false,
    };

    public static Argument<string> Operand(string name, string description) =>
        NoOption(new Argument<string>(name) { Description = description });

    public static Argument<string[]> Operands(string name, string description) =>
        NoOption(new Argument<string[]>(name) { Description = description, Arity = ArgumentArity.OneOrMore });

    // The parser takes a misspelt option for an operand where it still takes one.
    private static Argument<T> NoOption<T>(Argument<T> operand)
    {
        operand.Validators.Add(result =>
        {
            var misspelt = result.Tokens.FirstOrDefault(token => token.Value is ['-', ..]);
            if (misspelt is not null && result.Parent is CommandResult { Command: var verb })
            {
                result.AddError(UsageErrors.UnknownOption(misspelt.Value, verb));
            }
        });
        return operand;
    }
}
