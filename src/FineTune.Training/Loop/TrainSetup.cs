using FineTune.Nn;
using static TorchSharp.torch;

namespace FineTune.Training;

/// <summary>Everything that one run's loop works with.</summary>
public sealed record TrainSetup
{
    /// <summary>The run's settings.</summary>
    public required TrainingConfig Config { get; init; }

    /// <summary>When and how to score.</summary>
    public required EvaluationConfig Evaluation { get; init; }

    /// <summary>The arithmetic of steps and epochs.</summary>
    public required TrainPlan Plan { get; init; }

    /// <summary>What to train for.</summary>
    public required IObjective Objective { get; init; }

    /// <summary>The trainables.</summary>
    public required FlatParameters Parameters { get; init; }

    /// <summary>Updates them.</summary>
    public required AdamW Optimizer { get; init; }

    /// <summary>What else an adapter does in a step; null for nothing.</summary>
    public ITrainingPart? Part { get; init; }

    /// <summary>The model's switch between training and evaluation.</summary>
    public required RunMode Mode { get; init; }

    /// <summary>Where to compute.</summary>
    public required Device Device { get; init; }

    /// <summary>Training batches.</summary>
    public required ITrainData Data { get; init; }

    /// <summary>Scores the validation data; null where there is none.</summary>
    public Evaluator? Evaluator { get; init; }

    /// <summary>Writes and reads checkpoints.</summary>
    public required CheckpointStore Checkpoints { get; init; }

    /// <summary>Hears of everything that happens.</summary>
    public required ITrainObserver Observer { get; init; }

    /// <summary>The clock for throughput.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;
}
