using FineTune.Nn;
using static TorchSharp.torch;

namespace FineTune.Testing;

/// <summary>Seeded random token sequences for <see cref="TinyBert"/>, which can be packed in any selection and
/// order.</summary>
public sealed class TokenRows
{
    private readonly long[][] _ids;
    private readonly long[][] _types;

    /// <summary>Draws rows of the given lengths.</summary>
    public TokenRows(int seed, params ReadOnlySpan<int> lengths)
    {
        var random = new Random(seed);
        _ids = [.. lengths.ToArray().Select(n => Draw(n, () => random.Next(TinyBert.Vocabulary.Count)))];
        _types = [.. lengths.ToArray().Select(n => Draw(n, () => random.Next(TinyBert.SegmentTypes)))];
    }

    /// <summary>Number of rows.</summary>
    public int Count => _ids.Length;

    /// <summary>Every row, in order.</summary>
    public int[] All => [.. Enumerable.Range(0, Count)];

    /// <summary>Draws rows of random lengths, from one token up.</summary>
    public static TokenRows Ragged(int seed, int count, int longest = TinyBert.MaxLength)
    {
        var random = new Random(seed);
        return new TokenRows(seed, [.. Enumerable.Range(0, count).Select(_ => random.Next(1, longest + 1))]);
    }

    /// <summary>A row's token ids, <c>[tokens]</c>.</summary>
    public IReadOnlyList<long> Ids(int row) => _ids[row];

    /// <summary>A row's segment types, <c>[tokens]</c>.</summary>
    public IReadOnlyList<long> Types(int row) => _types[row];

    /// <summary>First token of each of the given rows, laid end to end, then the number of tokens.</summary>
    public int[] Offsets(params ReadOnlySpan<int> rows)
    {
        var offsets = new int[rows.Length + 1];
        for (var i = 0; i < rows.Length; i++)
        {
            offsets[i + 1] = offsets[i] + _ids[rows[i]].Length;
        }
        return offsets;
    }

    /// <summary>Packs the given rows, in the given order.</summary>
    public PackedBatch Pack(params int[] rows) => new()
    {
        InputIds = Whole(rows.SelectMany(Ids)),
        TokenTypeIds = Whole(rows.SelectMany(Types)),
        PositionIds = Whole(rows.SelectMany(r => Enumerable.Range(0, _ids[r].Length).Select(p => (long)p))),
        Layout = new SequenceLayout(Offsets(rows), CPU),
        Rows = rows,
    };

    /// <summary>Packs a run of tokens of each of the given rows, with their places in the whole row.</summary>
    /// <param name="rows">The rows, in the order wanted.</param>
    /// <param name="from">First token of a row.</param>
    /// <param name="to">The token after the last; more than <paramref name="from"/>.</param>
    public PackedBatch Pack(int[] rows, Func<int, int> from, Func<int, int> to)
    {
        var offsets = new int[rows.Length + 1];
        for (var i = 0; i < rows.Length; i++)
        {
            offsets[i + 1] = offsets[i] + to(rows[i]) - from(rows[i]);
        }
        return new PackedBatch
        {
            InputIds = Whole(rows.SelectMany(r => _ids[r][from(r)..to(r)])),
            PositionIds = Whole(rows.SelectMany(r => Enumerable.Range(from(r), to(r) - from(r)).Select(p => (long)p))),
            Layout = new SequenceLayout(offsets, CPU),
            Rows = rows,
        };
    }

    private static long[] Draw(int length, Func<int> next) =>
        [.. Enumerable.Range(0, length).Select(_ => (long)next())];

    private static Tensor Whole(IEnumerable<long> values) => tensor(values.ToArray()).DetachFromDisposeScope();
}
