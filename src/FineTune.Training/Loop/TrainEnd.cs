namespace FineTune.Training;

/// <summary>How a run ended.</summary>
public enum TrainEnd
{
    /// <summary>At its last step.</summary>
    Finished,

    /// <summary>Because evaluations no longer improved.</summary>
    StoppedEarly,

    /// <summary>On request, with a checkpoint to go on from.</summary>
    Interrupted,
}
