namespace FineTune.Data.Tests;

public sealed class BatchTests
{
    [Fact]
    public void A_batch_is_packed_longest_first_with_its_labels()
    {
        TextExample[] examples = [Rows.Example("aa"), Rows.Example("a bbb", pair: "cc"), Rows.Example("b"), Rows.Example("x y z")];
        var labels = Column(ProblemType.SingleLabelClassification, "0", "1", "2", "0");
        var collator = new ClassificationCollator(new TokenizedDataset(examples, new WordEncoder(), 512), labels);
        var batch = collator.Pack([0, 1, 2]);
        Assert.Equal([1, 11, 13, 2, 12, 2, 1, 12, 2, 1, 11, 2], batch.InputIds);
        Assert.Equal([0, 1, 2, 3, 4, 5, 0, 1, 2, 0, 1, 2], batch.PositionIds);
        Assert.Equal([0, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0, 0], batch.TokenTypeIds!);
        Assert.Equal([0, 6, 9, 12], batch.Offsets);
        Assert.Equal([1, 0, 2], batch.Rows);
        Assert.Equal([1, 0, 2], batch.Labels!);
        Assert.Null(batch.Targets);
        Assert.Equal((3, 12), (batch.Sequences, batch.Tokens));
    }

    [Fact]
    public void Several_labels_and_numbers_follow_their_sequences()
    {
        var dataset = Rows.Tokenized(1, 3);
        TextExample[] several = [Rows.Example("", RawLabel.OfList([RawLabel.OfCell("b")])), Rows.Example("", RawLabel.OfList([RawLabel.OfCell("a")]))];
        var multi = LabelColumn.Encode(several, LabelMap.FromNames(["a", "b"]), ProblemType.MultiLabelClassification, new DataProblems());
        Assert.Equal([1, 0, 0, 1], new ClassificationCollator(dataset, multi).Pack([0, 1]).Targets!);
        var batch = new ClassificationCollator(dataset, Column(ProblemType.Regression, "0.5", "2")).Pack([0, 1]);
        Assert.Equal([2f, 0.5f], batch.Targets!);
        Assert.Null(batch.Labels);
        var unlabelled = new ClassificationCollator(dataset, labels: null).Pack([0]);
        Assert.True(unlabelled is { Labels: null, Targets: null });
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Offsets_positions_and_rows_agree_whatever_the_lengths(int seed)
    {
        var random = new Random(seed);
        var dataset = Rows.Tokenized([.. Enumerable.Range(0, 50).Select(_ => random.Next(0, 20))]);
        var batch = new ClassificationCollator(dataset, labels: null).Pack([.. Enumerable.Range(0, 50).OrderBy(_ => random.Next())]);
        Assert.Equal(Enumerable.Range(0, 50), batch.Rows.Order());
        for (var i = 0; i < batch.Sequences; i++)
        {
            var (start, end) = (batch.Offsets[i], batch.Offsets[i + 1]);
            Assert.Equal(dataset[batch.Rows[i]].Ids.Select(id => (long)id), batch.InputIds[start..end]);
            Assert.Equal(Enumerable.Range(0, end - start).Select(place => (long)place), batch.PositionIds[start..end]);
            Assert.True(i == 0 || end - start <= start - batch.Offsets[i - 1], $"seed {seed}: sequence {i} is longer than the one before");
        }

        Assert.Equal(batch.Tokens, batch.Offsets[^1]);
    }

    [Fact]
    public void Epochs_follow_the_order_and_do_not_share_batches()
    {
        var order = new EpochOrder(7, seed: 3);
        var batches = BatchSource.Epochs(order, batchSize: 3, position: 0, Pack).Take(6).ToArray();
        Assert.Equal([3, 3, 1, 3, 3, 1], batches.Select(batch => batch.Sequences));
        Assert.Equal([3, 6, 7, 10, 13, 14], batches.Select(batch => batch.NextPosition));
        Assert.Equal([.. order.Rows(0), .. order.Rows(1)], batches.SelectMany(batch => batch.Rows));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(5)]
    public void A_resumed_stream_goes_on_as_the_uninterrupted_one(int stopAfter)
    {
        var order = new EpochOrder(10, seed: 9);
        var whole = BatchSource.Epochs(order, batchSize: 4, position: 0, Pack).Take(9).ToArray();
        var resumed = BatchSource.Epochs(new EpochOrder(10, seed: 9), batchSize: 4, whole[stopAfter - 1].NextPosition, Pack);
        Assert.Equal(
            whole[stopAfter..].Select(batch => (string.Join(',', batch.Rows), batch.NextPosition)),
            resumed.Take(9 - stopAfter).Select(batch => (string.Join(',', batch.Rows), batch.NextPosition)));
    }

    [Fact]
    public void Evaluation_visits_every_row_once_in_batches_of_like_length_that_fit()
    {
        var random = new Random(4);
        var dataset = Rows.Tokenized([.. Enumerable.Range(0, 300).Select(_ => random.Next(0, 40))]);
        var batches = BatchSource.ByLength(dataset, maxTokens: 100, new ClassificationCollator(dataset, labels: null).Pack).ToArray();
        Assert.Equal(Enumerable.Range(0, 300), batches.SelectMany(batch => batch.Rows).Order());
        Assert.All(batches, batch => Assert.True(batch.Tokens <= 100));
        Assert.Equal(batches.SelectMany(Lengths).OrderDescending(), batches.SelectMany(Lengths));

        static IEnumerable<int> Lengths(HostBatch batch) => batch.Offsets.Zip(batch.Offsets.Skip(1), (start, end) => end - start);
    }

    [Fact]
    public void A_row_longer_than_the_limit_is_a_batch_of_its_own()
    {
        var dataset = Rows.Tokenized(1, 20, 1);
        var batches = BatchSource.ByLength(dataset, maxTokens: 8, new ClassificationCollator(dataset, labels: null).Pack);
        Assert.Equal(["1", "0,2"], batches.Select(batch => string.Join(',', batch.Rows)));
    }

    private static HostBatch Pack(ReadOnlySpan<int> rows) =>
        new() { InputIds = [], PositionIds = [], TokenTypeIds = [], Offsets = [0], Rows = rows.ToArray() };

    private static LabelColumn Column(ProblemType type, params string[] labels)
    {
        var examples = Rows.Labelled(labels);
        return LabelColumn.Encode(examples, LabelMap.Derive(examples, type), type, new DataProblems());
    }
}
