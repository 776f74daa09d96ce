using System.CommandLine;
using FineTune.Formats;

namespace FineTune.Cli;

/// <summary>Says what is wrong with the arguments.</summary>
internal static class UsageErrors
{
    /// <summary>Prints every error with the nearest name; for no arguments at all, the help.</summary>
    /// <returns>The exit code.</returns>
    public static int Report(ParseResult parsed, TextWriter error)
    {
        var command = parsed.CommandResult.Command;
        if (parsed.Tokens.Count == 0)
        {
            CommandLine.Parse(["--help"]).Invoke(new InvocationConfiguration { Output = error });
            return ExitCode.BadInput;
        }
        foreach (var message in command is Verb ? OfVerb(parsed, command) : OfRoot(parsed, command))
        {
            error.WriteLine($"error: {message}");
        }
        error.WriteLine($"  help: {(command is Verb ? $"finetune {command.Name}" : "finetune")} --help");
        return ExitCode.BadInput;
    }

    /// <summary>The message for an option that a verb does not have.</summary>
    public static string UnknownOption(string word, Command verb)
    {
        var options = verb.Options.Select(o => o.Name).ToList();
        return $"'{word}' is not an option of {verb.Name}, which has {string.Join(", ", options)}."
            + NearestName.Suggest(word, options);
    }

    // What follows a misspelt verb cannot be judged.
    private static IEnumerable<string> OfRoot(ParseResult parsed, Command root)
    {
        var word = parsed.UnmatchedTokens.Count > 0 ? parsed.UnmatchedTokens[0] : parsed.Tokens[0].Value;
        var verbs = root.Subcommands.Select(c => c.Name).ToList();
        yield return $"'{word}' is not a verb; there are {string.Join(", ", verbs)}.{NearestName.Suggest(word, verbs)}";
    }

    // The parser's own words for an unmatched one name neither the verb nor the nearest option.
    private static IEnumerable<string> OfVerb(ParseResult parsed, Command verb)
    {
        var unmatched = parsed.UnmatchedTokens;
        var errors = parsed.Errors.Select(e => e.Message).Where(m => !unmatched.Any(t => m.Contains($"'{t}'"))).ToList();
        errors.AddRange(unmatched.Where(t => t.StartsWith('-')).Select(t => UnknownOption(t, verb)));
        return errors.Count > 0
            ? errors
            : unmatched.Select(word => $"'{word}' is one argument too many for {verb.Name}.");
    }
}
