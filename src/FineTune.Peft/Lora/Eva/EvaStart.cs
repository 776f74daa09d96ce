using static TorchSharp.torch;

namespace FineTune.Peft;

/// <summary>How EVA begins a LoRA.</summary>
/// <param name="Config">The settings, with the layers' ranks and alphas; layers that were left without a rank are no
/// longer targets.</param>
/// <param name="Directions">What <c>lora_A</c> begins as, by the layers' paths, <c>[rank, in]</c>, float32.</param>
public sealed record EvaStart(LoraConfig Config, IReadOnlyDictionary<string, Tensor> Directions) : IDisposable
{
    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var directions in Directions.Values)
        {
            directions.Dispose();
        }
    }
}
