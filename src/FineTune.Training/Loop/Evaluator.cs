using FineTune.Data;
using FineTune.Nn;
using static TorchSharp.torch;

namespace FineTune.Training;

/// <summary>Scores a data set with an objective, batch by batch, keeping no logits.</summary>
/// <param name="objective">What is scored.</param>
/// <param name="mode">The model's switch; off while scoring.</param>
/// <param name="device">Where to compute.</param>
/// <param name="batches">Goes through the data once, in any order.</param>
public sealed class Evaluator(IObjective objective, RunMode mode, Device device, Func<IEnumerable<HostBatch>> batches)
{
    /// <summary>Scores the whole data set.</summary>
    /// <param name="stop">Ends it early by an exception.</param>
    /// <exception cref="TrainingException">The loss is not finite.</exception>
    public IReadOnlyDictionary<string, double> Run(CancellationToken stop)
    {
        mode.Training = false;
        using var guard = no_grad();
        var evaluation = objective.BeginEvaluation();
        foreach (var host in batches())
        {
            stop.ThrowIfCancellationRequested();
            using var scope = NewDisposeScope();
            using var batch = BatchTransfer.ToDevice(host, device);
            evaluation.Add(batch);
        }
        var scores = evaluation.Finish();
        return double.IsFinite(scores[IEvaluation.Loss])
            ? scores
            : throw TrainingException.NonFiniteEvaluation(scores[IEvaluation.Loss]);
    }
}
