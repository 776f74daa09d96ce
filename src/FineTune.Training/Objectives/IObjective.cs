using FineTune.Nn;

namespace FineTune.Training;

/// <summary>What a run trains for: turns a batch into a loss, and scores an evaluation. The one loop serves them
/// all.</summary>
public interface IObjective
{
    /// <summary>The loss of a batch, with gradients flowing.</summary>
    LossSum Compute(PackedBatch batch);

    /// <summary>Starts an evaluation.</summary>
    IEvaluation BeginEvaluation();
}
