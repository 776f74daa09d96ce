namespace FineTune.Data.Tests;

public sealed class PackingTests
{
    [Fact]
    public void The_longest_come_first_and_each_goes_where_it_fits_best() =>
        Assert.Equal([[1, 4], [3, 0], [2]], Packing.BestFitDecreasing([3, 7, 6, 7, 3], 10).Select(bin => bin.ToArray()));

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Every_sequence_is_in_one_bin_no_bin_overflows_and_few_are_used(int seed)
    {
        var random = new SplitMix64((ulong)seed);
        var room = 1 + random.NextBelow(300);
        var lengths = new int[random.NextBelow(2000)];
        for (var i = 0; i < lengths.Length; i++)
        {
            lengths[i] = 1 + random.NextBelow(room);
        }

        var bins = Packing.BestFitDecreasing(lengths, room);
        Assert.Equal(Enumerable.Range(0, lengths.Length), bins.SelectMany(bin => bin).Order());
        Assert.All(bins, bin => Assert.True(bin.Sum(i => lengths[i]) <= room, $"seed {seed}"));
        var fewest = Math.Ceiling((double)lengths.Sum(length => (long)length) / room);
        Assert.True(bins.Length <= Naive(lengths, room), $"seed {seed}");
        Assert.True(bins.Length >= fewest, $"seed {seed}");
    }

    [Fact]
    public void A_sequence_longer_than_the_room_is_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Packing.BestFitDecreasing([3, 11], 10));

    [Fact]
    public void Nothing_makes_no_bins() => Assert.Empty(Packing.BestFitDecreasing([], 10));

    /// <summary>The same rule by looking at every bin.</summary>
    private static int Naive(int[] lengths, int room)
    {
        var left = new List<int>();
        foreach (var length in lengths.OrderDescending())
        {
            var best = Enumerable.Range(0, left.Count).Where(bin => left[bin] >= length).OrderBy(bin => left[bin]).FirstOrDefault(-1);
            if (best < 0)
            {
                left.Add(room - length);
            }
            else
            {
                left[best] -= length;
            }
        }

        return left.Count;
    }
}
