using System.Runtime.ExceptionServices;

namespace FineTune.Tokenizers.Pipeline;

/// <summary>Deals a batch out to threads.</summary>
internal static class Batch
{
    /// <summary>Texts are dealt out in stretches of so many, since one is done in microseconds.</summary>
    private const int ItemsPerStretch = 64;

    /// <summary>Carries out <paramref name="action"/> for 0 to <paramref name="count"/> - 1.</summary>
    /// <param name="count">How many items there are.</param>
    /// <param name="maxThreads">How many threads may be used; null: as many as there are cores.</param>
    /// <param name="action">What is done with each.</param>
    public static void ForAll(int count, int? maxThreads, Action<int> action)
    {
        var options = new ParallelOptions { MaxDegreeOfParallelism = maxThreads ?? -1 };
        var stretches = (count + ItemsPerStretch - 1) / ItemsPerStretch;
        try
        {
            Parallel.For(0, stretches, options, stretch =>
            {
                var end = Math.Min((stretch + 1) * ItemsPerStretch, count);
                for (var i = stretch * ItemsPerStretch; i < end; i++)
                    action(i);
            });
        }
        catch (AggregateException e) when (e.InnerException is not null)
        {
            // One bad text is one error, as it would be without threads.
            ExceptionDispatchInfo.Throw(e.InnerException);
        }
    }
}
