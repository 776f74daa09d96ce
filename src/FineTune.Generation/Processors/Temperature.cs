using static TorchSharp.torch;

namespace FineTune.Generation;

/// <summary>Divides logits: below 1 sharpens the choice, above 1 flattens it.</summary>
/// <param name="temperature">Above 0.</param>
public sealed class Temperature(double temperature) : ILogitsProcessor
{
    /// <inheritdoc/>
    public Tensor Process(Tensor logits, TokenHistory history) => logits.div_(temperature);
}
