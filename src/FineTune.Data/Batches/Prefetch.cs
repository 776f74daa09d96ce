using System.Collections.Concurrent;

namespace FineTune.Data;

/// <summary>Makes the items of a stream ahead of time.</summary>
public static class Prefetch
{
    /// <summary>
    /// The same items in the same order, made on a thread of their own while the reader is busy with earlier ones. An
    /// exception of the stream reaches the reader as itself, after the items before it. A reader that stops early stops
    /// the stream.
    /// </summary>
    /// <param name="source">The stream; it is read on one thread only, and may be endless.</param>
    /// <param name="capacity">The most items that wait to be read.</param>
    /// <param name="stop">Ends reading with an <see cref="OperationCanceledException"/>.</param>
    public static IEnumerable<T> InBackground<T>(IEnumerable<T> source, int capacity, CancellationToken stop = default)
    {
        // Synchronous on purpose: the reader owns tensors that belong to its thread.
        using var finished = CancellationTokenSource.CreateLinkedTokenSource(stop);
        using var waiting = new BlockingCollection<T>(capacity);
        var producer = Task.Factory.StartNew(
            () => Produce(source, waiting, finished.Token),
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default);
        try
        {
            foreach (var item in waiting.GetConsumingEnumerable(stop))
            {
                yield return item;
            }

            producer.GetAwaiter().GetResult();
        }
        finally
        {
            finished.Cancel();
            ((IAsyncResult)producer).AsyncWaitHandle.WaitOne(); // Unlike Wait, does not throw what was thrown above.
        }
    }

    private static void Produce<T>(IEnumerable<T> source, BlockingCollection<T> waiting, CancellationToken finished)
    {
        try
        {
            foreach (var item in source)
            {
                waiting.Add(item, finished);
            }
        }
        finally
        {
            waiting.CompleteAdding();
        }
    }
}
