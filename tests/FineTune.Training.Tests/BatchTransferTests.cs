using FineTune.Data;
using static TorchSharp.torch;

namespace FineTune.Training.Tests;

public sealed class BatchTransferTests
{
    [Fact]
    public void Targets_of_a_language_model_arrive_with_the_batch()
    {
        TokenRow[] rows = [new(default, [5, 6, 7], [new(1, 3)]), new(default, [8, 9], [new(1, 2)])];
        using var batch = BatchTransfer.ToDevice(new SequenceCollator(rows).Collate([0, 1]), CPU);
        Assert.Equal([0, 1, 3], batch.SupervisedRows!.data<long>().ToArray());
        Assert.Equal([6, 7, 9], batch.Targets!.data<long>().ToArray());
        Assert.Equal([-100, 6, 7, -100, 9], batch.Labels!.data<long>().ToArray());
        Assert.Null(batch.TokenTypeIds);
    }

    [Fact]
    public void A_batch_without_them_has_none()
    {
        var host = new HostBatch { InputIds = [5], PositionIds = [0], TokenTypeIds = [0], Offsets = [0, 1], Rows = [0], Labels = [1] };
        using var batch = BatchTransfer.ToDevice(host, CPU);
        Assert.Null(batch.SupervisedRows);
        Assert.Null(batch.Targets);
        Assert.Equal([0], batch.TokenTypeIds!.data<long>().ToArray());
    }
}
