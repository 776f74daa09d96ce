using System.Collections.Concurrent;

namespace FineTune.Hub.Tests;

/// <summary>A clock whose waits are over at once, except those for an answer, which stay real.</summary>
internal sealed class SkippedWaits : TimeProvider
{
    private readonly ConcurrentQueue<TimeSpan> _asked = new();

    /// <summary>The waits between tries, in order.</summary>
    public IReadOnlyList<TimeSpan> Asked => [.. _asked];

    /// <summary>Waits of this length are for an answer.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(10);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        if (dueTime == Patience || dueTime == Timeout.InfiniteTimeSpan)
        {
            return base.CreateTimer(callback, state, dueTime, period);
        }

        _asked.Enqueue(dueTime);
        return base.CreateTimer(callback, state, TimeSpan.Zero, period);
    }
}
