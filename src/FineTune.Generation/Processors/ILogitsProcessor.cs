using static TorchSharp.torch;

namespace FineTune.Generation;

/// <summary>Changes the logits of the next token, as transformers' class of the same name in
/// <c>generation/logits_process.py</c>.</summary>
public interface ILogitsProcessor
{
    /// <summary>Changes logits.</summary>
    /// <param name="logits"><c>[rows, vocab]</c>, float32; may be changed in place.</param>
    /// <param name="history">The tokens so far of each row.</param>
    /// <returns>The like; -inf for a token that is not to be chosen.</returns>
    Tensor Process(Tensor logits, TokenHistory history);
}
