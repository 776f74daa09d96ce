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
            Layout = new SequenceLayout(
                batch.Offsets,
                device,
                batch.Contexts is { } contexts ? Array.ConvertAll(contexts, Context) : null),
            Labels = batch.Labels is { } labels ? Move(tensor(labels))
                : batch.Targets is { } targets ? Move(tensor(targets).view(batch.Sequences, -1))
                : null,
            SupervisedRows = MoveIds(batch.SupervisedRows),
            Targets = MoveIds(batch.TargetIds),
            Completions = batch.Completions is { } completions ? Answers(completions) : null,
            Rows = batch.Rows,
        };

        Completions Answers(HostCompletions host) => new()
        {
            OfTarget = Move(tensor(host.OfTarget)),
            Lengths = Move(tensor(host.Lengths)),
            Sequences = Move(tensor(host.Sequences)),
            ChosenTokens = host.ChosenTokens,
            Weights = MoveNumbers(host.Weights),
            ReferenceLogProbs = MoveNumbers(host.ReferenceLogProbs),
            Desirable = MoveNumbers(host.Desirable),
            Margins = MoveNumbers(host.Margins),
            Mismatched = host.Mismatched is null ? null : ToDevice(host.Mismatched, device),
        };

        static SequenceContext? Context(TokenContext? host) =>
            host is { } seen ? new SequenceContext(seen.Start, seen.Length) : null;

        Tensor? MoveNumbers(float[]? host) => host is null ? null : Move(tensor(host));


        Tensor? MoveIds(long[]? host) => host is null ? null : Move(tensor(host));

        Tensor Move(Tensor host) => host.to(device).DetachFromDisposeScope();
    }
}
