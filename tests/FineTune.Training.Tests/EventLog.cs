namespace FineTune.Training.Tests;

/// <summary>Keeps what a loop reports, with every number to the last bit, and acts after chosen steps.</summary>
internal sealed class EventLog : ITrainObserver
{
    /// <summary>Losses, rates, norms and scores, one line each.</summary>
    public List<string> Figures { get; } = [];

    public List<StepReport> Steps { get; } = [];

    public List<EvaluationReport> Evaluations { get; } = [];

    /// <summary>Names of the checkpoints written.</summary>
    public List<string> Checkpoints { get; } = [];

    /// <summary>Called after every step with its number.</summary>
    public Action<int> AfterStep { get; set; } = _ => { };

    public void Stepped(int step) => AfterStep(step);

    public void Logged(StepReport report)
    {
        Steps.Add(report);
        Figures.Add($"step {report.Step} epoch {report.Epoch:R} loss {report.Loss:R} "
            + $"rate {report.LearningRate:R} norm {report.GradNorm:R}");
    }

    public void Evaluated(EvaluationReport report)
    {
        Evaluations.Add(report);
        var scores = report.Scores.OrderBy(s => s.Key, StringComparer.Ordinal).Select(s => $"{s.Key} {s.Value:R}");
        Figures.Add($"evaluated {report.Step} {(report.IsBest ? "best " : "")}{string.Join(' ', scores)}");
    }

    public void Saved(string folder) => Checkpoints.Add(Path.GetFileName(folder));
}
