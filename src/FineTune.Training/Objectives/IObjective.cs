using FineTune.Data;
using FineTune.Nn;

namespace FineTune.Training;

/// <summary>What a run trains for: turns a batch into a loss, and scores an evaluation. The one loop serves them
/// all.</summary>
public interface IObjective
{
    /// <summary>Hears of all batches of an optimizer step before their losses are asked for, so that terms with counts of
    /// their own can be divided by what the whole step holds.</summary>
    void BeginStep(IReadOnlyList<HostBatch> window)
    {
    }

    /// <summary>The loss of a batch, with gradients flowing.</summary>
    LossSum Compute(PackedBatch batch);

    /// <summary>Starts an evaluation.</summary>
    IEvaluation BeginEvaluation();
}
