namespace FineTune.Training;

/// <summary>The result of one evaluation.</summary>
/// <param name="Step">Optimizer steps taken.</param>
/// <param name="Epoch">Passes over the data, with fraction.</param>
/// <param name="Scores">By name, without prefix.</param>
/// <param name="IsBest">Whether it is the best so far.</param>
/// <param name="Seconds">How long it took.</param>
public sealed record EvaluationReport(
    int Step, double Epoch, IReadOnlyDictionary<string, double> Scores, bool IsBest, double Seconds);
