using Tensor = TorchSharp.torch.Tensor;

namespace TorchSharp;

/// <summary>The dispose scopes of one thread, innermost last, and what was created and disposed on it.</summary>
public class DisposeScopeManager
{
    [ThreadStatic]
    private static DisposeScopeManager? s_thread;

    /// <summary>What was created and disposed on the calling thread since it started or since the last reset.</summary>
    public static ThreadDisposeScopeStatistics Statistics => OfThread.StatisticsInstance;

    internal static DisposeScopeManager OfThread => s_thread ??= new DisposeScopeManager();

    internal ThreadDisposeScopeStatistics StatisticsInstance { get; } = new();

    internal DisposeScope? Current { get; private set; }

    internal DisposeScope Open() => Current = new DisposeScope(this, Current);

    /// <summary>Puts a new tensor into the current scope, if there is one.</summary>
    internal void Register(Tensor tensor)
    {
        var statistics = StatisticsInstance.TensorStatistics;
        if (Current is null)
        {
            statistics.CreatedOutsideScopeCount++;
            return;
        }
        statistics.CreatedInScopeCount++;
        Current.Add(tensor);
    }

    /// <summary>Counts a tensor that is about to be released on this thread.</summary>
    internal void CountDisposal(Tensor tensor)
    {
        var statistics = StatisticsInstance.TensorStatistics;
        if (tensor.OwningScope is null)
        {
            statistics.DisposedOutsideScopeCount++;
        }
        else
        {
            statistics.DisposedInScopeCount++;
        }
    }

    /// <summary>Takes a scope out of the chain, wherever in it it is.</summary>
    internal void Close(DisposeScope scope)
    {
        if (Current == scope)
        {
            Current = scope.OuterScope;
            return;
        }
        for (var inner = Current; inner is not null; inner = inner.OuterScope)
        {
            if (inner.OuterScope == scope)
            {
                inner.OuterScope = scope.OuterScope;
                return;
            }
        }
    }
}
