using TorchSharp;
using static TorchSharp.torch;

namespace FineTune.Nn.Tests;

/// <summary>Random queries, keys and values of a packed batch.</summary>
internal sealed class Packing : IDisposable
{
    public const int Heads = 2;
    public const int HeadDim = 4;
    public const int Width = Heads * HeadDim;

    private readonly DisposeScope _scope = NewDisposeScope();

    public Packing(int[] lengths, int seed)
    {
        Offsets = new int[lengths.Length + 1];
        for (var i = 0; i < lengths.Length; i++)
        {
            Offsets[i + 1] = Offsets[i] + lengths[i];
        }
        using var random = new Generator((ulong)seed);
        Query = randn([Offsets[^1], Width], generator: random);
        Key = randn([Offsets[^1], Width], generator: random);
        Value = randn([Offsets[^1], Width], generator: random);
        OneQuery = randn([lengths.Length, Width], generator: random);
        Layout = new SequenceLayout(Offsets, CPU);
        Attention = new PackedAttention(Heads, HeadDim, new Dropout(0, new RunMode()));
    }

    public int[] Offsets { get; }

    public SequenceLayout Layout { get; }

    public PackedAttention Attention { get; }

    public Tensor Query { get; }

    public Tensor Key { get; }

    public Tensor Value { get; }

    /// <summary>One query for each sequence.</summary>
    public Tensor OneQuery { get; }

    public int Sequences => Offsets.Length - 1;

    /// <summary>Lengths of a kind, drawn by seed.</summary>
    public static int[] Lengths(string kind, int seed)
    {
        var random = new Random(seed);
        var count = random.Next(1, 9);
        int[] any = [.. Enumerable.Range(0, count).Select(_ => random.Next(1, 30))];
        return kind switch
        {
            "one length" => [.. any.Select(_ => any[0])],
            "longest first" => [.. any.OrderDescending()],
            "any order" => any,
            "far apart" => [3, random.Next(250, 300), .. any, random.Next(250, 300)],
            _ => throw new ArgumentException($"no such kind: {kind}", nameof(kind)),
        };
    }

    /// <summary>A sequence's rows of a tensor of tokens.</summary>
    public Tensor RowsOf(int sequence, Tensor tokens) =>
        tokens.narrow(0, Offsets[sequence], Offsets[sequence + 1] - Offsets[sequence]);

    /// <summary>softmax(q kᵀ / √d) v, sequence by sequence and head by head, in the type of the arguments.</summary>
    /// <param name="queries">Takes a sequence's queries out of <paramref name="query"/>.</param>
    /// <param name="query">All queries.</param>
    /// <param name="key">All keys.</param>
    /// <param name="value">All values.</param>
    public Tensor ByHand(Func<int, Tensor, Tensor> queries, Tensor query, Tensor key, Tensor value)
    {
        var sequences = new List<Tensor>();
        for (var s = 0; s < Sequences; s++)
        {
            var heads = new List<Tensor>();
            for (var h = 0; h < Heads; h++)
            {
                var q = queries(s, query).narrow(1, h * HeadDim, HeadDim);
                var k = RowsOf(s, key).narrow(1, h * HeadDim, HeadDim);
                var v = RowsOf(s, value).narrow(1, h * HeadDim, HeadDim);
                heads.Add((q.mm(k.t()) / Math.Sqrt(HeadDim)).softmax(1).mm(v));
            }
            sequences.Add(cat(heads, 1));
        }
        return cat(sequences, 0);
    }

    public void Dispose()
    {
        Layout.Dispose();
        _scope.Dispose();
    }
}
