using FineTune.Data;
using FineTune.Testing;

namespace FineTune.Training.Tests;

/// <summary>Random rows with labels of a problem type, as the loop and an evaluation want them.</summary>
internal sealed class TinyData : ITrainData
{
    private readonly TokenRows _rows;
    private readonly ProblemType _problem;
    private readonly float[][] _targets;
    private readonly int _batchSize;

    /// <summary>Draws rows.</summary>
    /// <param name="seed">Of lengths, tokens and labels.</param>
    /// <param name="rows">How many.</param>
    /// <param name="batchSize">Rows of a training batch.</param>
    /// <param name="problem">What the labels are.</param>
    public TinyData(
        int seed, int rows, int batchSize, ProblemType problem = ProblemType.SingleLabelClassification)
    {
        var random = new Random(seed);
        _rows = TokenRows.Ragged(seed, rows);
        _problem = problem;
        _batchSize = batchSize;
        _targets = [.. Enumerable.Range(0, rows).Select(_ => Draw(random, LabelsOf(problem)))];
    }

    public int Rows => _rows.Count;

    public int[] All => _rows.All;

    /// <summary>Number of a model's outputs for a problem type.</summary>
    public static int LabelsOf(ProblemType problem) => problem == ProblemType.Regression ? 1 : 3;

    public IEnumerable<HostBatch> From(long position) =>
        BatchSource.Epochs(new EpochOrder(Rows, seed: 5), _batchSize, position, rows => Pack(rows.ToArray()));

    /// <summary>Every row once, in batches of a size.</summary>
    public IEnumerable<HostBatch> Once(int batchSize) => All.Chunk(batchSize).Select(Pack);

    /// <summary>Packs rows in the given order.</summary>
    public HostBatch Pack(params int[] rows) => new()
    {
        InputIds = [.. rows.SelectMany(_rows.Ids)],
        TokenTypeIds = [.. rows.SelectMany(_rows.Types)],
        PositionIds = [.. rows.SelectMany(r => _rows.Ids(r).Select((_, place) => (long)place))],
        Offsets = _rows.Offsets(rows),
        Rows = rows,
        Labels = _problem == ProblemType.SingleLabelClassification
            ? [.. rows.Select(r => (long)Array.IndexOf(_targets[r], _targets[r].Max()))]
            : null,
        Targets = _problem == ProblemType.SingleLabelClassification ? null : [.. rows.SelectMany(r => _targets[r])],
    };

    private float[] Draw(Random random, int labels) =>
    [
        .. Enumerable.Range(0, labels).Select(_ =>
            _problem == ProblemType.MultiLabelClassification ? random.Next(2) : (float)random.NextDouble()),
    ];
}
