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
        if (command is not Verb && parsed.Tokens.All(token => token.Value == command.Name))
        {
            CommandLine.Parse([.. parsed.Tokens.Select(token => token.Value), "--help"]).Invoke(new InvocationConfiguration { Output = error });
            return ExitCode.BadInput;
        }
        foreach (var message in command is Verb ? OfVerb(parsed, command) : OfGroup(parsed, command))
        {
            error.WriteLine($"error: {message}");
        }
        error.WriteLine($"  help: {$"finetune {VerbName.Of(command)}".TrimEnd()} --help");
        return ExitCode.BadInput;
    }

    /// <summary>The message for an option that a verb does not have.</summary>
    public static string UnknownOption(string word, Command verb)
    {
        var options = verb.Options.Select(o => o.Name).ToList();
        return $"'{word}' is not an option of {VerbName.Of(verb)}, which has {string.Join(", ", options)}."
            + NearestName.Suggest(word, options);
    }

    // What follows a misspelt verb cannot be judged.
    private static IEnumerable<string> OfGroup(ParseResult parsed, Command group)
    {
        var word = parsed.UnmatchedTokens.Count > 0 ? parsed.UnmatchedTokens[0] : parsed.Tokens[0].Value;
        var verbs = group.Subcommands.Select(c => c.Name).ToList();
        var kind = $"a verb {(group is VerbGroup ? $"of {VerbName.Of(group)}" : "")}".TrimEnd();
        yield return $"'{word}' is not {kind}; there are {string.Join(", ", verbs)}.{NearestName.Suggest(word, verbs)}";
    }

    // The parser's own words for an unmatched one name neither the verb nor the nearest option.
    private static IEnumerable<string> OfVerb(ParseResult parsed, Command verb)
    {
        var unmatched = parsed.UnmatchedTokens;
        var errors = parsed.Errors.Select(e => e.Message).Where(m => !unmatched.Any(t => m.Contains($"'{t}'"))).ToList();
        errors.AddRange(unmatched.Where(t => t.StartsWith('-')).Select(t => UnknownOption(t, verb)));
        return errors.Count > 0
            ? errors
            : unmatched.Select(word => $"'{word}' is one argument too many for {VerbName.Of(verb)}.");
    }
}
