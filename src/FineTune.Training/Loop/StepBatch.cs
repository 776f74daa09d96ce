using FineTune.Data;
using FineTune.Nn;

namespace FineTune.Training;

/// <summary>A batch of a step.</summary>
/// <param name="Host">As the data made it.</param>
/// <param name="OnDevice">Its tensors, or their copies under way.</param>
internal sealed record StepBatch(HostBatch Host, PackedBatch OnDevice) : IDisposable
{
    public void Dispose() => OnDevice.Dispose();
}
