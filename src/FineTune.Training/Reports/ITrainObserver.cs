namespace FineTune.Training;

/// <summary>Hears of a run's events: the console, the metrics files, a report. Every method may be left empty.</summary>
public interface ITrainObserver
{
    /// <summary>The loop starts, or goes on from a checkpoint.</summary>
    void Started(TrainPlan plan, TrainState state)
    {
    }

    /// <summary>A step was taken; called every step, costs nothing.</summary>
    void Stepped(int step)
    {
    }

    /// <summary>A log line is due.</summary>
    void Logged(StepReport report)
    {
    }

    /// <summary>An evaluation ended.</summary>
    void Evaluated(EvaluationReport report)
    {
    }

    /// <summary>A checkpoint was written.</summary>
    void Saved(string folder)
    {
    }
}
