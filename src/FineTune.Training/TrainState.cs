namespace FineTune.Training;

/// <summary>Where a run stands; with the trainable values and the moments, all that a bit-exact resume needs. The order
/// of an epoch and the dropout of a step follow from the seed and these numbers, so no generator state is kept.</summary>
public sealed record TrainState
{
    /// <summary>Optimizer steps taken.</summary>
    public int Step { get; set; }

    /// <summary>Rows used, over all passes: the place in the data.</summary>
    public long DataPosition { get; set; }

    /// <summary>A hash of the training rows and labels; a run goes on only with the rows it started with.</summary>
    public string DataFingerprint { get; set; } = "";

    /// <summary>Best score so far.</summary>
    public double? BestMetric { get; set; }

    /// <summary>The step that it was reached at.</summary>
    public int BestStep { get; set; }

    /// <summary>Evaluations since then.</summary>
    public int EvaluationsWithoutGain { get; set; }

    /// <summary>The step of the last evaluation; -1 before the first.</summary>
    public int EvaluatedStep { get; set; } = -1;

    /// <summary>Sum of the losses not yet logged.</summary>
    public double PendingLoss { get; set; }

    /// <summary>What that sum is over.</summary>
    public long PendingCount { get; set; }

    /// <summary>Sums of the objective's other figures not yet logged, and what each is over; null for none.</summary>
    public Dictionary<string, double[]>? PendingMetrics { get; set; }
}
