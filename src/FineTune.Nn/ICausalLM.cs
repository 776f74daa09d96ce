using static TorchSharp.torch;

namespace FineTune.Nn;

/// <summary>A decoder. The head is separate from the body so that logits exist only where they are wanted.</summary>
public interface ICausalLM
{
    /// <summary>Number of logits of a row.</summary>
    int VocabSize { get; }

    /// <summary>Width of a token's vector.</summary>
    int HiddenSize { get; }

    /// <summary>Hidden states after the final norm.</summary>
    /// <param name="batch">The tokens; with a cache, those that follow the cached ones.</param>
    /// <param name="cache">Keys and values of earlier tokens come from it and the batch's are added; null for none.
    /// Only under <c>no_grad()</c>.</param>
    /// <returns><c>[tokens, hidden]</c>.</returns>
    Tensor Hidden(PackedBatch batch, KeyValueCache? cache = null);

    /// <summary>Hidden states as <see cref="Hidden"/> gives them, and of what stands before each sequence.</summary>
    /// <param name="batch">The tokens.</param>
    /// <returns><c>[tokens, hidden]</c>; and <c>[sequences, hidden]</c>, from which the first tokens are predicted, or
    /// null where nothing stands before them.</returns>
    (Tensor Hidden, Tensor? BeforeFirst) HiddenWithLead(PackedBatch batch) => (Hidden(batch), null);

    /// <summary>Logits of chosen rows, with the architecture's scaling and soft-capping.</summary>
    /// <param name="hidden"><c>[rows, hidden]</c>.</param>
    /// <returns><c>[rows, vocab]</c>, of the model's type.</returns>
    Tensor Logits(Tensor hidden);
}
