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

    private readonly IAnsiConsole? _terminal;
    private readonly TextWriter _plain;
    private int _totalSteps;
    private StepReport? _last;

    private ConsoleProgress(IAnsiConsole? terminal, TextWriter plain) => (_terminal, _plain) = (terminal, plain);

    /// <summary>A display on standard error, so that standard output stays free for results; coloured and live on a
    /// terminal, plain lines elsewhere.</summary>
    public static ConsoleProgress OnStandardError()
    {
        var terminal = Console.IsErrorRedirected
            ? null
            : AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
        return new ConsoleProgress(terminal?.Profile.Capabilities.Ansi == true ? terminal : null, Console.Error);
    }

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
            $"step {report.Step}/{report.TotalSteps}  epoch {report.Epoch:F2}  loss {report.Loss:F4}  "
            + $"lr {report.LearningRate:0.00e+00}  grad {report.GradNorm:F3}  {speed.TokensPerSecond:N0} tok/s  "
            + $"{speed.ExamplesPerSecond:N1} ex/s  eta {Clock(speed.Remaining)}  "
            + $"peak {speed.PeakBytes / MebiByte:N0} MiB",
            null);
    }

    public void Evaluated(EvaluationReport report)
    {
        var scores = string.Join("  ", report.Scores.Select(s => $"{s.Key} {s.Value:F4}"));
        var title = report.Step == 0 ? "before training" : $"epoch {report.Epoch:F2}";
        Line($"eval {title}: {scores}{(report.IsBest ? "  (best so far)" : "")}", "green");
    }

    public void Saved(string folder) => Line($"saved {folder}", "grey");

    public void Dispose() => Erase();

    private void Line(string text, string? style)
    {
        Erase();
        if (_terminal is not null && style is not null)
        {
            _terminal.Write(new Text(text, Style.Parse(style)) { Overflow = Overflow.Fold });
            _plain.WriteLine();
        }
        else
        {
            _plain.WriteLine(text);
        }
    }

    private void Redraw(int step)
    {
        if (_terminal is null || _totalSteps == 0)
        {
            return;
        }
        var done = (int)((long)step * BarWidth / _totalSteps);
        var bar = new string('━', done) + new string('╌', BarWidth - done);
        var loss = _last is null ? "" : $"  loss {_last.Loss:F4}  eta {Clock(_last.Speed.Remaining)}";
        _plain.Write($"\r\e[2K{bar} {step}/{_totalSteps}{loss}");
    }

    private void Erase()
    {
        if (_terminal is not null)
        {
            _plain.Write("\r\e[2K");
        }
    }

    private static string Clock(TimeSpan time) =>
        time.TotalHours >= 1 ? $"{(int)time.TotalHours}:{time:mm\\:ss}" : $"{time:m\\:ss}";
}
