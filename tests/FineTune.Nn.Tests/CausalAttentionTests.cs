using FineTune.Testing;
using static TorchSharp.torch;

namespace FineTune.Nn.Tests;

/// <summary>Causal attention of every kind against the formula spelled out for one sequence.</summary>
[Collection(nameof(DefaultGenerator))]
public sealed class CausalAttentionTests : IDisposable
{
    private const int Heads = 4;
    private const int HeadDim = 8;

    private readonly TorchSharp.DisposeScope _scope = NewDisposeScope();

    public static TheoryData<string, bool> Kinds
    {
        get
        {
            var kinds = new TheoryData<string, bool>();
            foreach (var kind in Shapes.Keys)
            {
                kinds.Add(kind, false);
                kinds.Add(kind, true);
            }
            return kinds;
        }
    }

    private static Dictionary<string, AttentionShape> Shapes { get; } = new(StringComparer.Ordinal)
    {
        ["plain"] = Shape(),
        ["grouped keys"] = Shape() with { KeyValueHeads = 2 },
        ["one key head"] = Shape() with { KeyValueHeads = 1 },
        ["window"] = Shape() with { Window = 5 },
        ["wide window"] = Shape() with { Window = 140, KeyValueHeads = 2 },
        ["scale"] = Shape() with { Scale = 0.7 },
        ["soft cap"] = Shape() with { SoftCap = 1.5, KeyValueHeads = 2, Window = 9 },
        ["linear bias"] = Shape() with { AlibiSlopes = [0.5f, 0.25f, 0.125f, 0.0625f], KeyValueHeads = 2 },
    };

    // Longer than two blocks of queries, one of exactly a block, short ones.
    private static int[] Lengths { get; } = [300, 7, 128, 1, 7, 64];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Outputs_and_gradients_are_those_of_the_formula(string kind, bool asDevice)
    {
        using var path = asDevice ? DevicePath.Force() : null;
        var shape = Shapes[kind];
        var (query, key, value) = Inputs(shape);
        using var layout = Layout();
        var attention = new PackedAttention(shape, NoDropout());

        var actual = attention.Forward(query, key, value, layout);
        var gradients = Gradients(actual, query, key, value);
        var expected = cat([.. Sequences(layout).Select(s => Formula(shape, query[s], key[s], value[s]))], 0);
        var expectedGradients = Gradients(expected, query, key, value);

        TensorAssert.Close("output", expected, actual, Tolerance.SameResult);
        foreach (var (name, i) in new[] { ("query", 0), ("key", 1), ("value", 2) })
        {
            TensorAssert.Close(name, expectedGradients[i], gradients[i], Tolerance.SameResult);
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void The_last_token_alone_attends_as_it_does_among_all(string kind, bool asDevice)
    {
        using var path = asDevice ? DevicePath.Force() : null;
        var shape = Shapes[kind];
        var (query, key, value) = Inputs(shape);
        using var layout = Layout();
        var attention = new PackedAttention(shape, NoDropout());
        var last = layout.LastTokens();
        TensorAssert.Close(
            kind,
            attention.Forward(query, key, value, layout).index_select(0, last),
            attention.ForwardOnePerSequence(query.index_select(0, last), key, value, layout),
            Tolerance.SameResult);
    }

    [Fact]
    public void With_dropout_the_mean_over_many_draws_is_the_output_without()
    {
        var shape = Shape() with { Window = 3 };
        var (query, key, value) = Inputs(shape);
        using var layout = new SequenceLayout([0, 6], CPU);
        var (q, k, v) = (query[..6], key[..6], value[..6]);
        var mode = new RunMode { Training = true };
        var attention = new PackedAttention(shape, new Dropout(0.3, mode));
        manual_seed(1);
        var draws = Enumerable.Range(0, 2000).Select(_ => attention.Forward(q, k, v, layout)).ToArray();
        mode.Training = false;
        Assert.NotEqual(TensorAssert.Values(draws[0]), TensorAssert.Values(draws[1]));
        TensorAssert.Close(
            "mean", attention.Forward(q, k, v, layout), stack(draws).mean([0]), Tolerance.Sampling);
    }

    [Fact]
    public void A_cache_refuses_a_pass_that_is_recorded_and_another_number_of_sequences()
    {
        using var cache = new KeyValueCache();
        using var two = new SequenceLayout([0, 2, 3], CPU);
        using var one = new SequenceLayout([0, 2], CPU);
        Assert.Throws<InvalidOperationException>(() => cache.Begin(two));
        using var guard = no_grad();
        using (var pass = cache.Begin(two))
        {
            pass.Commit();
        }
        var error = Assert.Throws<InvalidOperationException>(() => cache.Begin(one));
        Assert.Contains("the batch has 1 sequences and the cache holds 2", error.Message);
        Assert.Throws<ArgumentException>(() => cache.Select([0, 2]));
        Assert.Equal([2, 1], cache.Lengths.ToArray());
    }

    public void Dispose() => _scope.Dispose();

    private static AttentionShape Shape() => new() { Heads = Heads, HeadDim = HeadDim, Causal = true };

    private static Dropout NoDropout() => new(0, new RunMode());

    private static SequenceLayout Layout()
    {
        var offsets = new List<int> { 0 };
        foreach (var length in Lengths)
        {
            offsets.Add(offsets[^1] + length);
        }
        return new SequenceLayout([.. offsets], CPU);
    }

    private static IEnumerable<TensorIndex> Sequences(SequenceLayout layout)
    {
        for (var s = 0; s < layout.Count; s++)
        {
            yield return TensorIndex.Slice(layout.Offsets[s], layout.Offsets[s + 1]);
        }
    }

    private static (Tensor Query, Tensor Key, Tensor Value) Inputs(AttentionShape shape)
    {
        using var random = new Generator(3);
        var tokens = Lengths.Sum();
        return (Draw(shape.Heads), Draw(shape.KeyValueHeads), Draw(shape.KeyValueHeads));

        Tensor Draw(long heads) =>
            randn([tokens, heads * HeadDim], generator: random).requires_grad_();
    }

    private static Tensor[] Gradients(Tensor output, params Tensor[] inputs)
    {
        using var random = new Generator(4);
        var weights = randn(output.shape, generator: random);
        return autograd.grad([(output * weights).sum()], inputs).ToArray();
    }

    private static Tensor Formula(AttentionShape shape, Tensor query, Tensor key, Tensor value)
    {
        var length = query.shape[0];
        var repeats = shape.Heads / shape.KeyValueHeads;
        var q = query.view(length, shape.Heads, -1).transpose(0, 1);                   // [heads, length, head_dim]
        var k = key.view(length, shape.KeyValueHeads, -1).transpose(0, 1).repeat_interleave(repeats, 0);
        var v = value.view(length, shape.KeyValueHeads, -1).transpose(0, 1).repeat_interleave(repeats, 0);
        var scale = shape.Scale ?? 1 / Math.Sqrt(HeadDim);
        var scores = q.matmul(k.transpose(1, 2)) * scale;
        if (shape.SoftCap is { } cap)
        {
            scores = (scores / cap).tanh() * cap;
        }
        var place = arange(length, int64);
        if (shape.AlibiSlopes is { } slopes)
        {
            // Rounded to bfloat16, as the checkpoints that have them were trained.
            var bias = tensor(slopes.ToArray()).view(-1, 1, 1).to(bfloat16) * place;
            scores = scores + (bias.to(float32) * scale);
        }
        var distance = place.unsqueeze(1) - place;
        var hidden = distance.lt(0).logical_or(distance.ge(shape.Window ?? length));
        var weights = scores.masked_fill(hidden, double.NegativeInfinity).softmax(-1);
        return weights.matmul(v).transpose(0, 1).reshape(length, -1);
    }
}
