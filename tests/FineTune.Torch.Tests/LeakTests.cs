using System.Runtime.CompilerServices;
using TorchSharp;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace FineTune.Torch.Tests;

[Collection(nameof(LifetimeCounts))]
public sealed class LeakTests
{
    [Fact]
    public void Live_tensors_stay_flat_over_forward_and_backward()
    {
        using var outer = NewDisposeScope();
        var weight = randn([8, 8], requires_grad: true);
        Step(weight);
        var live = Tensor.TotalCount;
        var ofThread = DisposeScopeManager.Statistics.ThreadTotalLiveCount;

        for (var i = 0; i < 200; i++)
        {
            Step(weight);
            Assert.Equal(live, Tensor.TotalCount);
        }
        Assert.Equal(ofThread, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
        Assert.True(Tensor.PeakCount > live);
    }

    [Fact]
    public void Errors_leave_no_tensor_behind()
    {
        using var scope = NewDisposeScope();
        var matrix = ones(2, 3);
        var live = Tensor.TotalCount;

        Assert.ThrowsAny<Exception>(() => matrix.mm(matrix));
        Assert.ThrowsAny<Exception>(() => matrix.topk(9));
        Assert.ThrowsAny<Exception>(() => matrix.split([1L, 7L], 0));

        Assert.Equal(live, Tensor.TotalCount);
    }

    [Fact]
    public void The_finalizer_releases_what_nobody_disposed()
    {
        var before = Tensor.TotalCount;
        Forget(50);
        for (var i = 0; i < 10 && Tensor.TotalCount > before; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }
        // What earlier tests forgot may go too.
        Assert.InRange(Tensor.TotalCount, 0, before);
    }

    [Fact]
    public void Statistics_count_what_happens_to_tensors()
    {
        var statistics = DisposeScopeManager.Statistics;
        statistics.Reset();
        var outside = ones(1);
        using (var scope = NewDisposeScope())
        {
            scope.Attach(outside);
            _ = ones(1);
            ones(1).DetachFromDisposeScope().Dispose();
            ones(1).Dispose();
        }

        Assert.Equal(1, statistics.CreatedOutsideScopeCount);
        Assert.Equal(3, statistics.CreatedInScopeCount);
        Assert.Equal(1, statistics.AttachedToScopeCount);
        Assert.Equal(1, statistics.DetachedFromScopeCount);
        Assert.Equal(1, statistics.DisposedOutsideScopeCount);
        Assert.Equal(3, statistics.DisposedInScopeCount);
        Assert.Equal(0, statistics.ThreadTotalLiveCount);
        Assert.Contains("CreatedInScopeCount: 3", statistics.ToString());
    }

    private static void Step(Tensor weight)
    {
        using var scope = NewDisposeScope();
        using (no_grad())
        {
            weight.grad?.zero_();
        }
        var hidden = F.gelu(F.linear(ones(4, 8), weight));
        var loss = F.cross_entropy(hidden, zeros(4, dtype: int64));
        loss.backward();
        Assert.True(weight.grad!.isfinite().all().item<bool>());
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Forget(int count)
    {
        for (var i = 0; i < count; i++)
        {
            _ = ones(1).add(1);
        }
    }
}
