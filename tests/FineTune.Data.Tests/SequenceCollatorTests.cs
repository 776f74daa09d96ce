namespace FineTune.Data.Tests;

public sealed class SequenceCollatorTests
{
    private static readonly TokenRow[] Three =
    [
        new(default, [10, 11, 12], [new(1, 3)]),
        new(default, [20, 21, 22, 23, 24], [new(0, 2), new(4, 5)]),
        new(default, [30, 31], [new(1, 2)]),
    ];

    [Fact]
    public void Targets_are_the_next_tokens_that_are_learned()
    {
        var batch = new SequenceCollator(Three).Collate([0, 1]);
        Assert.Equal([1, 0], batch.Rows);
        Assert.Equal([0, 5, 8], batch.Offsets);
        Assert.Equal([20, 21, 22, 23, 24, 10, 11, 12], batch.InputIds);
        Assert.Equal([0, 1, 2, 3, 4, 0, 1, 2], batch.PositionIds);
        Assert.Equal([20, 21, -100, -100, 24, -100, 11, 12], batch.Labels!);
        Assert.Equal([0, 3, 5, 6], batch.SupervisedRows!);
        Assert.Equal([21, 24, 11, 12], batch.TargetIds!);
        Assert.Null(batch.TokenTypeIds);
    }

    [Fact]
    public void A_bin_is_its_rows_as_sequences_of_their_own()
    {
        var collator = new SequenceCollator(Three, [[0, 2], [1]]);
        Assert.Equal(2, collator.Count);
        var packed = collator.Collate([0, 1]);
        var unpacked = new SequenceCollator(Three).Collate([0, 1, 2]);
        Assert.Equal(unpacked.InputIds, packed.InputIds);
        Assert.Equal(unpacked.Offsets, packed.Offsets);
        Assert.Equal(unpacked.TargetIds, packed.TargetIds);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Batches_learn_what_shifted_labels_say_and_packing_changes_nothing(int seed)
    {
        var random = new SplitMix64((ulong)seed);
        var rows = Enumerable.Range(0, 200).Select(_ => Draw(ref random)).ToArray();
        var bins = Packing.BestFitDecreasing([.. rows.Select(row => row.Length)], 64);
        var packed = new SequenceCollator(rows, bins);
        var single = new SequenceCollator(rows);
        var fromBins = Enumerable.Range(0, bins.Length).SelectMany(bin => Pairs(packed.Collate([bin])));
        var oneByOne = Enumerable.Range(0, rows.Length).SelectMany(row => Pairs(single.Collate([row])));
        Assert.Equal(oneByOne.Order(), fromBins.Order());
        Assert.Equal(rows.Sum(row => row.TargetCount), packed.Collate([.. Enumerable.Range(0, bins.Length)]).TargetIds!.Length);
    }

    /// <summary>What a batch learns, from its labels and again from its index: token, its place, and the next token.</summary>
    private static List<(long Token, long Place, long Next)> Pairs(HostBatch batch)
    {
        var pairs = new List<(long, long, long)>();
        for (var sequence = 0; sequence < batch.Sequences; sequence++)
        {
            for (var at = batch.Offsets[sequence]; at + 1 < batch.Offsets[sequence + 1]; at++)
            {
                if (batch.Labels![at + 1] != TokenRow.IgnoreIndex)
                {
                    pairs.Add((batch.InputIds[at], batch.PositionIds[at], batch.Labels[at + 1]));
                }
            }
        }

        Assert.Equal(pairs, batch.SupervisedRows!.Select((at, i) => (batch.InputIds[at], batch.PositionIds[at], batch.TargetIds![i])));
        return pairs;
    }

    private static TokenRow Draw(ref SplitMix64 random)
    {
        var ids = new int[1 + random.NextBelow(64)];
        for (var i = 0; i < ids.Length; i++)
        {
            ids[i] = random.NextBelow(1000);
        }

        var start = random.NextBelow(ids.Length);
        var end = start + 1 + random.NextBelow(ids.Length - start);
        return new TokenRow(default, ids, [new TokenRun(start, end)]);
    }
}
