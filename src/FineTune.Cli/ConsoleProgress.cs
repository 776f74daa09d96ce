using System.Globalization;
using FineTune.Recipes;
using FineTune.Training;
using Spectre.Console;

namespace FineTune.Cli;

/// <summary>Tells a run's course on standard error: facts first, a line for each logged step and evaluation, and, on a
/// terminal, a live line at the bottom.</summary>
internal sealed class ConsoleProgress : IRunConsole, IDisposable
{
    private const int BarWidth = 24;
    private const int MebiByte = 1 << 20;

    private readonly IAnsiConsole _console;
    private readonly bool _live;
    private int _totalSteps;
    private StepReport? _last;

    public ConsoleProgress(IAnsiConsole console)
    {
        _console = console;
        _live = console.Profile.Capabilities.Ansi && !Console.IsErrorRedirected;
    }

    /// <summary>A display on standard error, so that standard output stays free for results.</summary>
    public static ConsoleProgress OnStandardError() => new(AnsiConsole.Create(new AnsiConsoleSettings
    {
        Out = new AnsiConsoleOutput(Console.Error),
    }));

    public void Notice(string text) => Line($"note: {text}", "grey");

    public void Fact(string name, string value) => Line($"{name,-16} {value}", null);

    public void Started(TrainPlan plan, TrainState state)
    {
        _totalSteps = plan.TotalSteps;
        Fact("steps", state.Step == 0
            ? $"{plan.TotalSteps:N0} ({plan.StepsPerEpoch:N0} per epoch, {plan.Rows:N0} rows)"
            : $"{plan.TotalSteps:N0}, going on after step {state.Step:N0}");
    }

    public void Stepped(int step) => Redraw(step);

    public void Logged(StepReport report)
    {
        _last = report;
        var speed = report.Speed;
        Line(
            Text($"step {report.Step}/{report.TotalSteps}  epoch {report.Epoch:F2}  loss {report.Loss:F4}  ")
            + Text($"lr {report.LearningRate:0.00e+00}  grad {report.GradNorm:F3}  {speed.TokensPerSecond:N0} tok/s  ")
            + Text($"{speed.ExamplesPerSecond:N1} ex/s  eta {Clock(speed.Remaining)}  ")
            + Text($"peak {speed.PeakBytes / MebiByte:N0} MiB"),
            null);
    }

    public void Evaluated(EvaluationReport report)
    {
        var scores = string.Join("  ", report.Scores.Select(s => Text($"{s.Key} {s.Value:F4}")));
        var title = report.Step == 0 ? "before training" : Text($"epoch {report.Epoch:F2}");
        Line($"eval {title}: {scores}{(report.IsBest ? "  (best so far)" : "")}", "green");
    }

    public void Saved(string folder) => Line($"saved {folder}", "grey");

    public void Dispose() => Erase();

    private void Line(string text, string? style)
    {
        Erase();
        _console.WriteLine(text, style is null ? Style.Plain : Style.Parse(style));
    }

    private void Redraw(int step)
    {
        if (!_live || _totalSteps == 0)
        {
            return;
        }
        var done = (int)((long)step * BarWidth / _totalSteps);
        var bar = new string('━', done) + new string('╌', BarWidth - done);
        var loss = _last is null ? "" : Text($"  loss {_last.Loss:F4}  eta {Clock(_last.Speed.Remaining)}");
        Console.Error.Write($"\r\e[2K{bar} {step}/{_totalSteps}{loss}");
    }

    private void Erase()
    {
        if (_live)
        {
            Console.Error.Write("\r\e[2K");
        }
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private static string Clock(TimeSpan time) =>
        time.TotalHours >= 1 ? $"{(int)time.TotalHours}:{time:mm\\:ss}" : $"{time:m\\:ss}";
}
