namespace FineTune.Data.Tests;

public sealed class MixtureTests
{
    private static readonly DatasetConfig First = new() { MixStrategy = MixStrategy.Interleave };
    private static readonly DatasetConfig All = First with { StoppingStrategy = StoppingStrategy.AllExhausted };

    [Fact]
    public void Concatenating_repeats_whole_sets_and_takes_fractions_evenly() =>
        Assert.Equal([0, 1, 0, 1, 3, 5], Mixture.Draw([2, 4], [2, 0.5], new DatasetConfig(), seed: 1));

    [Fact]
    public void The_first_set_used_up_ends_drawing_and_nothing_comes_twice()
    {
        var rows = Mixture.Draw([10, 1000], [0.5, 0.5], First, seed: 3);
        Assert.Equal(rows.Count, rows.Distinct().Count());
        Assert.Equal(Enumerable.Range(0, 10), rows.Where(row => row < 10));
        Assert.Equal(9, rows[^1]);
    }

    [Fact]
    public void All_sets_are_used_up_while_small_ones_start_over()
    {
        var rows = Mixture.Draw([10, 1000], [0.5, 0.5], All, seed: 3);
        Assert.Equal(1010, rows.Distinct().Count());
        Assert.Equal(1009, rows[^1]);
        Assert.Equal(1000, rows.Count(row => row >= 10));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Sets_come_as_often_as_their_weights_say_and_the_same_way_for_one_seed(int seed)
    {
        var rows = Mixture.Draw([100_000, 100_000, 100_000], [5, 3, 2], First, seed);
        Assert.Equal(rows, Mixture.Draw([100_000, 100_000, 100_000], [5, 3, 2], First, seed));
        Assert.NotEqual(rows, Mixture.Draw([100_000, 100_000, 100_000], [5, 3, 2], First, seed + 1));
        double[] shares = [.. rows.CountBy(row => row / 100_000).OrderBy(pair => pair.Key).Select(pair => (double)pair.Value / rows.Count)];
        Assert.All(shares.Zip([0.5, 0.3, 0.2]), pair => Assert.InRange(pair.First, pair.Second - 0.01, pair.Second + 0.01));
    }
}
