using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace FineTune.Cli.Tests;

/// <summary>A command line under way.</summary>
internal sealed class RunningCli(Process process) : IDisposable
{
    // Far more than any of them takes, so that a hang is a failure and not a lost night.
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);

    private readonly Timer _limit = new(_ => process.Kill(), state: null, Limit, Timeout.InfiniteTimeSpan);
    private readonly Task<string> _out = process.StandardOutput.ReadToEndAsync();
    private readonly StringBuilder _error = new();

    /// <summary>Reads standard error until a line holds a text.</summary>
    public void WaitFor(string text)
    {
        while (process.StandardError.ReadLine() is { } line)
        {
            _error.AppendLine(line);
            if (line.Contains(text, StringComparison.Ordinal))
            {
                return;
            }
        }
        Assert.Fail($"the run ended without '{text}':\n{_error}");
    }

    /// <summary>Sends a signal: INT, TERM or KILL.</summary>
    public void Signal(string name)
    {
        using var kill = Process.Start("kill", [$"-{name}", process.Id.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }

    /// <summary>Waits for its end.</summary>
    public CliResult Wait()
    {
        _error.Append(process.StandardError.ReadToEnd());
        process.WaitForExit();
        return new CliResult(process.ExitCode, _out.GetAwaiter().GetResult(), _error.ToString());
    }

    public void Dispose()
    {
        _limit.Dispose();
        if (!process.HasExited)
        {
            process.Kill();
        }
        process.Dispose();
    }
}
