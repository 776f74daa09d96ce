namespace FineTune.Training;

/// <summary>The arithmetic of a run: how batches, epochs and optimizer steps relate (transformers'
/// <c>Trainer.set_initial_training_values</c>).</summary>
/// <param name="Rows">Rows of training data.</param>
/// <param name="BatchSize">Sequences in a forward pass.</param>
/// <param name="Accumulation">Forward passes in an optimizer step.</param>
/// <param name="TotalSteps">Optimizer steps of the run.</param>
/// <param name="WarmupSteps">Steps of rising learning rate.</param>
public sealed record TrainPlan(int Rows, int BatchSize, int Accumulation, int TotalSteps, int WarmupSteps)
{
    /// <summary>Forward passes in an epoch.</summary>
    public int BatchesPerEpoch => CeilingOf(Rows, BatchSize);

    /// <summary>Optimizer steps in an epoch; the last may be short.</summary>
    public int StepsPerEpoch => CeilingOf(BatchesPerEpoch, Accumulation);

    /// <summary>Passes over the data, with fraction, at a place in it.</summary>
    public double EpochsAt(long position) => position / (double)Rows;

    /// <summary>Whether a place is the end of a pass.</summary>
    public bool EndsEpoch(long position) => position % Rows == 0;

    /// <summary>Works a run out.</summary>
    public static TrainPlan For(int rows, TrainingConfig config)
    {
        var epoch = new TrainPlan(
            rows, config.PerDeviceTrainBatchSize, config.GradientAccumulationSteps, TotalSteps: 0, WarmupSteps: 0);
        var total = config.MaxSteps > 0
            ? config.MaxSteps
            : (int)Math.Ceiling(config.NumTrainEpochs * epoch.StepsPerEpoch);
        var warmup = config.WarmupSteps > 0 ? config.WarmupSteps : (int)Math.Ceiling(config.WarmupRatio * total);
        return epoch with { TotalSteps = total, WarmupSteps = warmup };
    }

    private static int CeilingOf(int value, int divisor) => (value + divisor - 1) / divisor;
}
