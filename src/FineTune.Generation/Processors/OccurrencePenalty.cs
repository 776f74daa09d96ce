using static TorchSharp.torch;

namespace FineTune.Generation;

/// <summary>Takes from the logits of tokens generated before, as OpenAI's API and vLLM do; the prompt does not count.
/// </summary>
/// <param name="frequency">Taken once for each time.</param>
/// <param name="presence">Taken once.</param>
public sealed class OccurrencePenalty(double frequency, double presence) : ILogitsProcessor
{
    /// <inheritdoc/>
    public Tensor Process(Tensor logits, TokenHistory history)
    {
        var counts = history.GeneratedOccurrences();
        return logits.sub_(counts * frequency).sub_(counts.gt(0).to(float32).mul_(presence));
    }
}
