using System.Text.Json.Nodes;

namespace FineTune.Cli.Tests;

/// <summary>How a command line ended.</summary>
/// <param name="ExitCode">Its exit code.</param>
/// <param name="Out">All of standard output.</param>
/// <param name="Error">All of standard error.</param>
internal sealed record CliResult(int ExitCode, string Out, string Error)
{
    /// <summary>Standard output as one JSON value; anything else on it is a failure.</summary>
    public JsonNode Json => JsonNode.Parse(Out)!;

    /// <summary>Standard output as JSON lines.</summary>
    public IReadOnlyList<JsonNode> JsonLines =>
        [.. Out.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!)];

    /// <summary>It did what it was asked to.</summary>
    public CliResult Done()
    {
        Assert.True(ExitCode == 0, $"exit code {ExitCode}\n{Error}");
        return this;
    }

    /// <summary>It refused its input: exit code 2, no result, no stack trace, and a message that says all of
    /// this.</summary>
    public CliResult Refused(params IReadOnlyList<string> saying)
    {
        Assert.True(ExitCode == 2, $"exit code {ExitCode}\n{Error}");
        Assert.Empty(Out);
        Assert.DoesNotContain("   at ", Error, StringComparison.Ordinal);
        Assert.All(saying, text => Assert.Contains(text, Error, StringComparison.Ordinal));
        return this;
    }
}
