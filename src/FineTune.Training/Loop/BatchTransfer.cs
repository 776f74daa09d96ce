using FineTune.Data;
using FineTune.Nn;
using static TorchSharp.torch;

namespace FineTune.Training;

/// <summary>Takes a batch from the host to the device.</summary>
public static class BatchTransfer
{
    /// <summary>The batch as tensors; the caller disposes it.</summary>
    public static PackedBatch ToDevice(HostBatch batch, Device device)
    {
        using var scope = NewDisposeScope();
        return new PackedBatch
        {
            InputIds = Move(tensor(batch.InputIds)),
            PositionIds = Move(tensor(batch.PositionIds)),
            TokenTypeIds = MoveIds(batch.TokenTypeIds),
            Layout = new SequenceLayout(batch.Offsets, device),
            Labels = batch.Labels is { } labels ? Move(tensor(labels))
                : batch.Targets is { } targets ? Move(tensor(targets).view(batch.Sequences, -1))
                : null,
            SupervisedRows = MoveIds(batch.SupervisedRows),
            Targets = MoveIds(batch.TargetIds),
            Rows = batch.Rows,
        };

        Tensor? MoveIds(long[]? host) => host is null ? null : Move(tensor(host));

        Tensor Move(Tensor host) => host.to(device).DetachFromDisposeScope();
    }
}
