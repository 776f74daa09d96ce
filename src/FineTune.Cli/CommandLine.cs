using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace FineTune.Cli;

/// <summary>Turns arguments into a verb, its help, or an error.</summary>
internal static class CommandLine
{
    private const string OfflineVariable = "HF_HUB_OFFLINE";

    private static readonly Option<bool> Offline = new("--offline")
    {
        Description = $"Never touch the network, as with {OfflineVariable}=1: models come from folders or the hub's cache.",
        Recursive = true,
    };

    /// <summary>Runs what the arguments ask for.</summary>
    /// <returns>An exit code.</returns>
    public static int Run(IReadOnlyList<string> arguments) => Guard.Run(() =>
    {
        var parsed = Parse(arguments);
        if (parsed.GetResult(Offline) is not null && parsed.GetValue(Offline))
        {
            // The setting that every tool of the field reads, child processes' included.
            Environment.SetEnvironmentVariable(OfflineVariable, "1");
        }
        return parsed.Action is ParseErrorAction
            ? UsageErrors.Report(parsed, Console.Error)
            : parsed.Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
    });

    // Texts to classify may start with @ or -, which mean nothing here.
    internal static ParseResult Parse(IReadOnlyList<string> arguments) => Root().Parse(
        arguments, new ParserConfiguration { ResponseFileTokenReplacer = null, EnablePosixBundling = false });

    private static RootCommand Root()
    {
        var root = new RootCommand("FineTune: parameter-efficient fine-tuning from one YAML file.");
        foreach (var verb in VerbList.All)
        {
            root.Subcommands.Add(verb());
        }
        root.Options.Add(Offline);
        var help = root.Options.OfType<HelpOption>().Single();
        help.Action = new HelpWithExamples((HelpAction)help.Action!);
        return root;
    }
}
