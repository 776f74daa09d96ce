using FineTune.Data;

namespace FineTune.Training.Tests;

/// <summary>Random rows of a vocabulary of 57, each learned from some place on.</summary>
internal sealed class TinyTexts : ITrainData
{
    private const int Vocab = 57;
    private const int Longest = 14;

    private readonly SequenceCollator _collator;
    private readonly int _batchSize;

    /// <summary>Draws rows.</summary>
    /// <param name="seed">Of lengths and tokens.</param>
    /// <param name="rows">How many.</param>
    /// <param name="batchSize">Rows, or bins, of a training batch.</param>
    /// <param name="room">Tokens of a bin; null leaves rows alone.</param>
    public TinyTexts(int seed, int rows, int batchSize, int? room = null)
    {
        var random = new Random(seed);
        All = [.. Enumerable.Range(0, rows).Select(i => Draw(random, i))];
        _collator = new SequenceCollator(
            All, room is { } tokens ? Packing.BestFitDecreasing([.. All.Select(row => row.Length)], tokens) : null);
        _batchSize = batchSize;
    }

    public IReadOnlyList<TokenRow> All { get; }

    public int Rows => _collator.Count;

    /// <summary>All of it in one batch.</summary>
    public HostBatch Whole => _collator.Collate([.. Enumerable.Range(0, Rows)]);

    /// <summary>Each row in a batch of its own.</summary>
    public IEnumerable<HostBatch> OneByOne() =>
        Enumerable.Range(0, All.Count).Select(row => new SequenceCollator(All).Collate([row]));

    public IEnumerable<HostBatch> From(long position) =>
        BatchSource.Epochs(new EpochOrder(Rows, seed: 5), _batchSize, position, _collator.Collate);

    private static TokenRow Draw(Random random, int row)
    {
        int[] ids = [.. Enumerable.Range(0, random.Next(3, Longest + 1)).Select(_ => random.Next(Vocab))];
        return new TokenRow(
            new RowOrigin("drawn", row + 1), ids, [new TokenRun(random.Next(0, ids.Length - 1), ids.Length)]);
    }
}
