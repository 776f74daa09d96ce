using FineTune.Testing;

namespace FineTune.Nn.Tests;

public sealed class AttentionPlannerTests
{
    [Theory, Seeds(20)]
    public void The_split_covers_each_sequence_once_in_order(int seed)
    {
        var random = new Random(seed);
        var lengths = Lengths(random, random.Next(1, 60));
        var next = 0;
        foreach (var (start, count) in AttentionPlanner.Split(lengths, random.NextDouble() * 1000))
        {
            Assert.Equal(next, start);
            Assert.True(count > 0);
            next += count;
        }
        Assert.Equal(lengths.Length, next);
    }

    [Theory, Seeds(30)]
    public void No_other_grouping_is_cheaper(int seed)
    {
        var random = new Random(seed);
        var lengths = Lengths(random, random.Next(1, 7));
        var price = random.NextDouble() * 300;

        var runs = AttentionPlanner.Split(lengths, price);
        var cost = runs.Sum(run => price + (run.Count * (double)lengths[run.Start] * lengths[run.Start]));

        TensorAssert.Close("cost", CheapestOfAll(lengths, price), cost, Tolerance.Score);
    }

    [Fact]
    public void Free_groups_leave_no_padding() =>
        Assert.Equal([(0, 2), (2, 1), (3, 2)], AttentionPlanner.Split([9, 9, 7, 2, 2], price: 0));

    [Fact]
    public void Dear_groups_put_everything_into_one() =>
        Assert.Equal([(0, 5)], AttentionPlanner.Split([9, 9, 7, 2, 2], price: 1e9));

    /// <summary>Tries every assignment of sequences to groups.</summary>
    private static double CheapestOfAll(int[] lengths, double price)
    {
        var n = lengths.Length;
        var cheapest = double.MaxValue;
        for (var code = 0; code < (int)Math.Pow(n, n); code++)
        {
            var longest = new int[n];
            var count = new int[n];
            for (int i = 0, rest = code; i < n; i++, rest /= n)
            {
                count[rest % n]++;
                longest[rest % n] = Math.Max(longest[rest % n], lengths[i]);
            }
            var cost = Enumerable.Range(0, n)
                .Where(g => count[g] > 0)
                .Sum(g => price + (count[g] * (double)longest[g] * longest[g]));
            cheapest = Math.Min(cheapest, cost);
        }
        return cheapest;
    }

    private static int[] Lengths(Random random, int count) =>
        [.. Enumerable.Range(0, count).Select(_ => random.Next(1, 20)).OrderDescending()];
}
