using FineTune.Data;
using FineTune.Nn;
using TorchSharp;
using static TorchSharp.torch;

namespace FineTune.Training;

/// <summary>Takes a batch from the host to the device; nothing waits for the copies.</summary>
public static class BatchTransfer
{
    // Batches of a card that wait to be used.
    private const int Waiting = 2;

    /// <summary>The batches of a stream on the device. A card's are sent by a thread of their own, while it computes with
    /// earlier ones.</summary>
    /// <param name="batches">The stream.</param>
    /// <param name="device">Where they go.</param>
    internal static IEnumerable<StepBatch> Ahead(IEnumerable<HostBatch> batches, Device device)
    {
        var sent = batches.Select(host => new StepBatch(host, ToDevice(host, device)));
        return device.type == DeviceType.CUDA ? Prefetch.InBackground(sent, Waiting) : sent;
    }

    /// <summary>The batch as tensors; the caller disposes it.</summary>
    public static PackedBatch ToDevice(HostBatch batch, Device device)
    {
        using var scope = NewDisposeScope();
        return new PackedBatch
        {
            InputIds = MoveIds(batch.InputIds)!,
            PositionIds = MoveIds(batch.PositionIds)!,
            TokenTypeIds = MoveIds(batch.TokenTypeIds),
            Layout = new SequenceLayout(
                batch.Offsets,
                device,
                batch.Contexts is { } contexts ? Array.ConvertAll(contexts, Context) : null),
            Labels = MoveIds(batch.Labels) ?? MoveNumbers(batch.Targets)?.view(batch.Sequences, -1).DetachFromDisposeScope(),
            SupervisedRows = MoveIds(batch.SupervisedRows),
            Targets = MoveIds(batch.TargetIds),
            LearnedFirst = MoveIds(LearnedFirst(batch)),
            Completions = batch.Completions is { } completions ? Answers(completions) : null,
            Rows = batch.Rows,
        };

        Completions Answers(HostCompletions host) => new()
        {
            OfTarget = MoveIds(host.OfTarget)!,
            Lengths = MoveNumbers(host.Lengths)!,
            Sequences = MoveIds(host.Sequences)!,
            ChosenTokens = host.ChosenTokens,
            Weights = MoveNumbers(host.Weights),
            ReferenceLogProbs = MoveNumbers(host.ReferenceLogProbs),
            Desirable = MoveNumbers(host.Desirable),
            Margins = MoveNumbers(host.Margins),
            Mismatched = host.Mismatched is null ? null : ToDevice(host.Mismatched, device),
        };

        static SequenceContext? Context(TokenContext? host) =>
            host is { } seen ? new SequenceContext(seen.Start, seen.Length) : null;

        Tensor? MoveNumbers(float[]? host) => host is null ? null : Upload.To(device, host).DetachFromDisposeScope();

        Tensor? MoveIds(long[]? host) => host is null ? null : Upload.To(device, host).DetachFromDisposeScope();
    }

    // Found here, where reading labels costs nothing.
    private static long[]? LearnedFirst(HostBatch batch)
    {
        if (batch.Labels is not { } labels || batch.TargetIds is null)
        {
            return null;
        }
        long[] learned = [.. Enumerable.Range(0, batch.Sequences).Where(s => labels[batch.Offsets[s]] >= 0).Select(s => (long)s)];
        return learned.Length == 0 ? null : learned;
    }
}
