using static TorchSharp.torch;

namespace FineTune.Training;

/// <summary>Streaming scores of sequence classification.</summary>
internal interface ISequenceMetrics
{
    /// <summary>Takes in a batch.</summary>
    /// <param name="logits"><c>[sequences, labels]</c>, float32, on the CPU.</param>
    /// <param name="labels">The targets, on the CPU.</param>
    void Add(Tensor logits, Tensor labels);

    /// <summary>Writes the scores under their usual names; the names also before anything was added.</summary>
    void Report(IDictionary<string, double> scores);
}
