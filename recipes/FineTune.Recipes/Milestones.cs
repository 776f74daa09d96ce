using System.Diagnostics;
using FineTune.Training;

namespace FineTune.Recipes;

/// <summary>Notes what a run's result reports: the scores before training, the best ones, and when the first step was
/// done.</summary>
internal sealed class Milestones(TimeProvider clock) : ITrainObserver
{
    private readonly long _start = clock.GetTimestamp();
    private long _last;

    /// <summary>Scores before the first step.</summary>
    public IReadOnlyDictionary<string, double>? Baseline { get; private set; }

    /// <summary>Best scores so far.</summary>
    public IReadOnlyDictionary<string, double>? Best { get; private set; }

    /// <summary>From the start of the process to the end of the first step.</summary>
    public double? SecondsToFirstStep { get; private set; }

    /// <summary>From the start of the loop to the last event.</summary>
    public double SecondsTraining => clock.GetElapsedTime(_start, _last).TotalSeconds;

    public void Stepped(int step)
    {
        if (SecondsToFirstStep is null)
        {
            using var process = Process.GetCurrentProcess();
            SecondsToFirstStep = (clock.GetUtcNow() - new DateTimeOffset(process.StartTime)).TotalSeconds;
        }
        _last = clock.GetTimestamp();
    }

    public void Evaluated(EvaluationReport report)
    {
        if (report.Step == 0)
        {
            Baseline = report.Scores;
        }
        else if (report.IsBest)
        {
            Best = report.Scores;
        }
        _last = clock.GetTimestamp();
    }
}
