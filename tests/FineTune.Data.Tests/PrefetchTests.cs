namespace FineTune.Data.Tests;

public sealed class PrefetchTests
{
    [Fact]
    public void Items_come_in_order_from_another_thread()
    {
        var threads = new HashSet<int>();
        var items = Prefetch.InBackground(Numbers(100, threads), capacity: 3).ToArray();
        Assert.Equal(Enumerable.Range(0, 100), items);
        Assert.DoesNotContain(Environment.CurrentManagedThreadId, threads);
    }

    [Fact]
    public void No_more_items_are_made_than_may_wait()
    {
        var made = 0;
        using var reading = Prefetch.InBackground(Enumerable.Range(0, 100).Select(i => made = i + 1), capacity: 3).GetEnumerator();
        Assert.True(reading.MoveNext());
        Assert.False(SpinWait.SpinUntil(() => Volatile.Read(ref made) > 5, millisecondsTimeout: 50));
    }

    [Fact]
    public void An_exception_reaches_the_reader_as_itself_after_the_items_before_it()
    {
        var read = new List<int>();
        var error = Assert.Throws<DataException>(() =>
        {
            foreach (var item in Prefetch.InBackground(Failing(), capacity: 2))
            {
                read.Add(item);
            }
        });
        Assert.Equal([1, 2, 3], read);
        Assert.Contains("no rows", error.Message);
    }

    [Fact]
    public void A_reader_that_stops_early_stops_an_endless_stream_and_disposes_it()
    {
        var disposed = false;
        Assert.Equal([0, 1, 2], Prefetch.InBackground(Endless(() => disposed = true), capacity: 2).Take(3));
        Assert.True(disposed);
    }

    [Fact]
    public void Cancelling_ends_the_reading()
    {
        using var stop = new CancellationTokenSource();
        Assert.Throws<OperationCanceledException>(() =>
        {
            foreach (var item in Prefetch.InBackground(Endless(() => { }), capacity: 2, stop.Token))
            {
                if (item == 5)
                {
                    stop.Cancel();
                }
            }
        });
    }

    private static IEnumerable<int> Numbers(int count, HashSet<int> threads)
    {
        for (var i = 0; i < count; i++)
        {
            threads.Add(Environment.CurrentManagedThreadId);
            yield return i;
        }
    }

    private static IEnumerable<int> Failing()
    {
        yield return 1;
        yield return 2;
        yield return 3;
        throw DataException.Empty("made up");
    }

    private static IEnumerable<int> Endless(Action disposed)
    {
        try
        {
            for (var i = 0; ; i++)
            {
                yield return i;
            }
        }
        finally
        {
            disposed();
        }
    }
}
