using System.Diagnostics;
using System.Text;

namespace FineTune.Cli.Tests;

/// <summary>The real command line, as a process of its own.</summary>
internal static class Finetune
{
    private static readonly string Program = Path.Combine(AppContext.BaseDirectory, "finetune.dll");

    /// <summary>Runs to the end.</summary>
    /// <param name="folder">The working directory.</param>
    /// <param name="arguments">What follows <c>finetune</c>.</param>
    public static CliResult Run(string folder, params IReadOnlyList<string> arguments)
    {
        using var running = Start(folder, arguments);
        return running.Wait();
    }

    /// <summary>Starts, to be watched and stopped.</summary>
    public static RunningCli Start(string folder, params IReadOnlyList<string> arguments) =>
        new(Process.Start(Describe(folder, "dotnet", [Program, .. arguments]))!);

    /// <summary>Runs a shell line in which <c>$FINETUNE</c> is the program.</summary>
    public static CliResult Shell(string folder, string line)
    {
        var start = Describe(folder, "sh", ["-c", line]);
        start.Environment["FINETUNE"] = $"dotnet {Program}";
        using var running = new RunningCli(Process.Start(start)!);
        return running.Wait();
    }

    /// <summary>Runs inside this process, which is many times faster and differs in nothing but the process's own
    /// start and end: for what ends before there is much to do.</summary>
    /// <param name="folder">The working directory.</param>
    /// <param name="arguments">What follows <c>finetune</c>.</param>
    public static CliResult Inside(string folder, params IReadOnlyList<string> arguments)
    {
        lock (Program)
        {
            var (directory, standardOut, standardError) = (Directory.GetCurrentDirectory(), Console.Out, Console.Error);
            using var capturedOut = new StringWriter();
            using var capturedError = new StringWriter();
            try
            {
                Directory.SetCurrentDirectory(folder);
                Console.SetOut(capturedOut);
                Console.SetError(capturedError);
                var code = CommandLine.Run(arguments);
                return new CliResult(code, capturedOut.ToString(), capturedError.ToString());
            }
            finally
            {
                Directory.SetCurrentDirectory(directory);
                Console.SetOut(standardOut);
                Console.SetError(standardError);
            }
        }
    }

    private static ProcessStartInfo Describe(string folder, string program, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
            StandardErrorEncoding = Encoding.UTF8,
        };
        // Tests share the cores; a tiny model gains nothing from several threads.
        start.Environment["OMP_NUM_THREADS"] = "1";
        return start;
    }
}
