namespace TorchSharp;

/// <summary>Counts of one kind of object on one thread.</summary>
public class LifetimeStatistics
{
    /// <summary>Created while no scope was open.</summary>
    public long CreatedOutsideScopeCount { get; internal set; }

    /// <summary>Disposed while no scope owned it. The finalizer counts what it releases on its own thread.</summary>
    public long DisposedOutsideScopeCount { get; internal set; }

    /// <summary>Created into a scope.</summary>
    public long CreatedInScopeCount { get; internal set; }

    /// <summary>Disposed while a scope owned it.</summary>
    public long DisposedInScopeCount { get; internal set; }

    /// <summary>Put into a scope by hand.</summary>
    public long AttachedToScopeCount { get; internal set; }

    /// <summary>Taken out of a scope by hand.</summary>
    public long DetachedFromScopeCount { get; internal set; }

    /// <summary>Created minus disposed.</summary>
    public long ThreadTotalLiveCount =>
        CreatedInScopeCount - DisposedInScopeCount + (CreatedOutsideScopeCount - DisposedOutsideScopeCount);

    /// <summary>Sets every count to zero.</summary>
    public void Reset()
    {
        CreatedOutsideScopeCount = 0;
        DisposedOutsideScopeCount = 0;
        CreatedInScopeCount = 0;
        DisposedInScopeCount = 0;
        AttachedToScopeCount = 0;
        DetachedFromScopeCount = 0;
    }

    /// <inheritdoc/>
    public override string ToString() =>
        $"ThreadTotalLiveCount: {ThreadTotalLiveCount}"
        + $"; CreatedOutsideScopeCount: {CreatedOutsideScopeCount}"
        + $"; DisposedOutsideScopeCount: {DisposedOutsideScopeCount}"
        + $"; CreatedInScopeCount: {CreatedInScopeCount}"
        + $"; DisposedInScopeCount: {DisposedInScopeCount}"
        + $"; AttachedToScopeCount: {AttachedToScopeCount}"
        + $"; DetachedFromScopeCount: {DetachedFromScopeCount}";
}
