namespace FineTune.Data.Tests;

public sealed class OrderTests
{
    [Fact]
    public void Orders_never_change_between_versions()
    {
        // From a second implementation, in Python.
        Assert.Equal([8, 2, 6, 3, 4, 0, 9, 5, 1, 7], new EpochOrder(10, seed: 42).Rows(0));
        Assert.Equal([0, 1, 7, 4, 8, 3, 5, 2, 6, 9], new EpochOrder(10, seed: 42).Rows(1));
        Assert.Equal([681658, 730449, 192775, 455299, 847040], new EpochOrder(1_000_003, seed: 42).Rows(3)[..5]);
        Assert.Equal([1, 2, 0, 3, 4], Permutation.Draw(5, seed: 7, stream: -1));
    }

    [Theory]
    [InlineData(1, 5)]
    [InlineData(2, 6)]
    [InlineData(1000, 7)]
    public void Every_epoch_visits_every_row_once(int count, long seed)
    {
        var order = new EpochOrder(count, seed);
        for (var epoch = 0; epoch < 3; epoch++)
        {
            Assert.Equal(Enumerable.Range(0, count), order.Rows(epoch).Order());
            Assert.Equal(order.Rows(epoch), order.Rows(epoch));
        }
    }

    [Fact]
    public void Epochs_and_seeds_differ()
    {
        var order = new EpochOrder(100, seed: 1);
        Assert.NotEqual(order.Rows(0), order.Rows(1));
        Assert.NotEqual(order.Rows(0), new EpochOrder(100, seed: 2).Rows(0));
        Assert.NotEqual(new EpochOrder(100, seed: 0).Rows(1), new EpochOrder(100, seed: 1).Rows(0));
    }

    [Fact]
    public void A_position_is_an_epoch_and_a_place_in_it()
    {
        var order = new EpochOrder(7, seed: 1);
        Assert.Equal((0, 0), order.Locate(0));
        Assert.Equal((0, 6), order.Locate(6));
        Assert.Equal((1, 0), order.Locate(7));
        Assert.Equal((2, 3), order.Locate(17));
    }

    [Fact]
    public void All_orders_of_four_are_about_equally_likely()
    {
        var counts = new Dictionary<string, int>();
        for (var seed = 0; seed < 24_000; seed++)
        {
            var key = string.Concat(new EpochOrder(4, seed).Rows(seed % 5));
            counts[key] = counts.GetValueOrDefault(key) + 1;
        }

        // 1000 are expected of each; chi-squared with 23 degrees of freedom is above 50 once in a thousand.
        Assert.Equal(24, counts.Count);
        Assert.InRange(counts.Values.Sum(count => Math.Pow(count - 1000, 2) / 1000), 0, 50);
    }

    [Fact]
    public void The_generator_is_splitmix64()
    {
        // The first outputs for seed 1234567 that the algorithm's authors' code gives.
        var random = new SplitMix64(1234567);
        Assert.Equal([6457827717110365317, 3203168211198807973, 9817491932198370423], new[] { random.Next(), random.Next(), random.Next() });
    }
}
