using System.CommandLine;

namespace FineTune.Cli;

/// <summary>One verb of the command line.</summary>
/// <param name="name">Its name.</param>
/// <param name="description">What it does, in a line.</param>
/// <param name="examples">What may follow its name, one call each.</param>
internal sealed class Verb(string name, string description, params IReadOnlyList<string> examples)
    : Command(name, description)
{
    /// <summary>For the end of its help.</summary>
    public IReadOnlyList<string> Examples => examples;

    /// <summary>Says what the verb does.</summary>
    /// <param name="run">Returns an exit code; its token is cancelled by Ctrl-C or a request to end.</param>
    public void Does(Func<ParseResult, CancellationToken, int> run) => SetAction(arguments =>
    {
        using var stop = new StopRequest();
        try
        {
            return run(arguments, stop.Token);
        }
        catch (OperationCanceledException) when (stop.Token.IsCancellationRequested)
        {
            return ExitCode.Interrupted;
        }
    });
}
