using static TorchSharp.torch;

namespace FineTune.Nn;

/// <summary>A model that scores whole sequences.</summary>
public interface ISequenceClassifier
{
    /// <summary>Scores a batch.</summary>
    /// <returns><c>[sequences, labels]</c>.</returns>
    Tensor Logits(PackedBatch batch);

    /// <summary>Hidden states of every token, for comparison and inspection; scoring may leave out some.</summary>
    /// <returns>Before the first layer and after each, or after the final norm; each <c>[tokens, hidden]</c>.</returns>
    IReadOnlyList<Tensor> HiddenStates(PackedBatch batch);
}
