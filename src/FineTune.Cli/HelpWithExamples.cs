using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace FineTune.Cli;

/// <summary>The library's help, followed by the verb's examples, or one of each verb.</summary>
internal sealed class HelpWithExamples(HelpAction help) : SynchronousCommandLineAction
{
    public override int Invoke(ParseResult parseResult)
    {
        var code = help.Invoke(parseResult);
        var command = parseResult.CommandResult.Command;
        var output = parseResult.InvocationConfiguration.Output;
        output.WriteLine("Examples:");
        foreach (var example in command is Verb verb ? Of(verb) : command.Subcommands.Select(FirstOf))
        {
            output.WriteLine($"  {example}");
        }
        output.WriteLine();
        return code;
    }

    private static string FirstOf(Command command) =>
        command is Verb verb ? Of(verb).First() : FirstOf(command.Subcommands[0]);

    private static IEnumerable<string> Of(Verb verb) =>
        verb.Examples.Select(example => $"finetune {VerbName.Of(verb)} {example}".TrimEnd());
}
