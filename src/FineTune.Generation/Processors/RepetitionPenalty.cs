using static TorchSharp.torch;

namespace FineTune.Generation;

/// <summary>Makes tokens of the prompt and the text less likely: their logits are divided if above 0 and multiplied if
/// below (arXiv:1909.05858).</summary>
/// <param name="penalty">Above 0; above 1 penalises.</param>
public sealed class RepetitionPenalty(double penalty) : ILogitsProcessor
{
    /// <inheritdoc/>
    public Tensor Process(Tensor logits, TokenHistory history)
    {
        var penalised = where(logits.lt(0), logits * penalty, logits / penalty);
        return where(history.Occurrences().gt(0), penalised, logits);
    }
}
