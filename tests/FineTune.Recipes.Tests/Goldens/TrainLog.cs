using FineTune.Training;

namespace FineTune.Recipes.Tests.Goldens;

/// <summary>Keeps what the loop logs.</summary>
internal sealed class TrainLog : ITrainObserver
{
    private readonly List<StepReport> _reports = [];

    public IReadOnlyList<double> Losses => [.. _reports.Select(r => r.Loss)];

    public IReadOnlyList<double> LearningRates => [.. _reports.Select(r => r.LearningRate)];

    public IReadOnlyList<IReadOnlyDictionary<string, double>> Metrics => [.. _reports.Select(r => r.Metrics)];

    public IReadOnlyList<double> GradNorms => [.. _reports.Select(r => r.GradNorm)];

    public void Logged(StepReport report) => _reports.Add(report);
}
