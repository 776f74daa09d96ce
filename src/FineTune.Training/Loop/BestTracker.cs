namespace FineTune.Training;

/// <summary>Keeps the best score and decides when to give up.</summary>
internal sealed class BestTracker(EvaluationConfig config, TrainState state)
{
    /// <summary>Whether patience has run out.</summary>
    public bool GaveUp => config.EarlyStoppingPatience is { } patience && state.EvaluationsWithoutGain >= patience;

    /// <summary>Takes a result in.</summary>
    /// <returns>Whether it is the best so far.</returns>
    /// <exception cref="TrainingException">The chosen score is not among them.</exception>
    public bool Judge(IReadOnlyDictionary<string, double> scores)
    {
        if (!scores.TryGetValue(config.BestScore, out var score))
        {
            throw TrainingException.UnknownMetric(config.MetricForBestModel, [.. scores.Keys]);
        }
        // The untrained model is a baseline, not a candidate.
        if (state.Step == 0)
        {
            return false;
        }
        var gain = config.Greater ? score - state.BestMetric : state.BestMetric - score;
        var best = gain is null or > 0;
        state.EvaluationsWithoutGain = gain is null || gain > config.EarlyStoppingThreshold
            ? 0
            : state.EvaluationsWithoutGain + 1;
        if (best)
        {
            (state.BestMetric, state.BestStep) = (score, state.Step);
        }
        return best;
    }
}
