using static TorchSharp.torch;

namespace FineTune.Nn;

/// <summary>A model that scores whole sequences.</summary>
public interface ISequenceClassifier
{
    /// <summary>Scores a batch.</summary>
    /// <returns><c>[sequences, labels]</c>.</returns>
    Tensor Logits(PackedBatch batch);
}
