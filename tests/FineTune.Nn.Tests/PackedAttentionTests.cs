using FineTune.Testing;
using static TorchSharp.torch;

namespace FineTune.Nn.Tests;

public sealed class PackedAttentionTests
{
    private static readonly string[] Kinds = ["one length", "longest first", "any order", "far apart"];

    public static TheoryData<string, int> Packings
    {
        get
        {
            var data = new TheoryData<string, int>();
            foreach (var kind in Kinds)
            {
                for (var seed = 1; seed <= 6; seed++)
                {
                    data.Add(kind, seed);
                }
            }
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Packings))]
    public void Every_token_attends_as_its_sequence_alone_would(string lengths, int seed)
    {
        using var packing = new Packing(Packing.Lengths(lengths, seed), seed);
        CheckAgainstHand(
            packing, packing.Query, packing.RowsOf,
            (q, k, v) => packing.Attention.Forward(q, k, v, packing.Layout));
    }

    [Theory]
    [MemberData(nameof(Packings))]
    public void One_query_per_sequence_attends_to_that_sequence(string lengths, int seed)
    {
        using var packing = new Packing(Packing.Lengths(lengths, seed), seed);
        CheckAgainstHand(
            packing, packing.OneQuery, (sequence, queries) => queries.narrow(0, sequence, 1),
            (q, k, v) => packing.Attention.ForwardOnePerSequence(q, k, v, packing.Layout));
    }

    [Fact]
    public void Lengths_far_apart_are_worked_on_in_several_groups()
    {
        using var packing = new Packing(Packing.Lengths("far apart", seed: 1), seed: 1);
        Assert.True(packing.Layout.Groups(Packing.Width).Length > 1);
    }

    [Theory]
    [MemberData(nameof(Packings))]
    public void A_sequence_of_NaN_spoils_itself_and_no_other(string lengths, int seed)
    {
        using var packing = new Packing([5, .. Packing.Lengths(lengths, seed)], seed);
        var spoilt = seed % packing.Sequences;
        var clean = packing.Attention.Forward(packing.Query, packing.Key, packing.Value, packing.Layout);
        foreach (var tensor in new[] { packing.Query, packing.Key, packing.Value })
        {
            packing.RowsOf(spoilt, tensor).fill_(double.NaN);
        }
        var actual = packing.Attention.Forward(packing.Query, packing.Key, packing.Value, packing.Layout);
        var one = packing.Attention.ForwardOnePerSequence(packing.OneQuery, packing.Key, packing.Value, packing.Layout);

        Assert.All(TensorAssert.Values(packing.RowsOf(spoilt, actual)), v => Assert.True(double.IsNaN(v)));
        foreach (var other in Enumerable.Range(0, packing.Sequences).Where(s => s != spoilt))
        {
            Assert.Equal(
                TensorAssert.Values(packing.RowsOf(other, clean)), TensorAssert.Values(packing.RowsOf(other, actual)));
            Assert.All(TensorAssert.Values(one.narrow(0, other, 1)), v => Assert.True(double.IsFinite(v)));
        }
    }

    [Theory, Seeds(6)]
    public void A_sequence_receives_no_gradient_from_another_ones_result(int seed)
    {
        using var packing = new Packing([4, .. Packing.Lengths("far apart", seed)], seed);
        var inputs = new[] { packing.Query, packing.Key, packing.Value };
        Array.ForEach(inputs, input => input.requires_grad = true);
        var output = packing.Attention.Forward(packing.Query, packing.Key, packing.Value, packing.Layout);

        packing.RowsOf(0, output).pow(2).sum().backward();

        foreach (var gradient in inputs.Select(i => i.grad!))
        {
            Assert.Contains(TensorAssert.Values(packing.RowsOf(0, gradient)), v => v != 0);
            for (var other = 1; other < packing.Sequences; other++)
            {
                Assert.All(TensorAssert.Values(packing.RowsOf(other, gradient)), v => Assert.Equal(0, v));
            }
        }
    }

    [Fact]
    public void Attention_weights_are_dropped_only_while_training()
    {
        using var packing = new Packing([6, 3], seed: 1);
        var mode = new RunMode();
        var attention = new PackedAttention(Packing.Heads, Packing.HeadDim, new Dropout(0.5, mode));
        var plain = packing.Attention.Forward(packing.Query, packing.Key, packing.Value, packing.Layout);

        var evaluated = attention.Forward(packing.Query, packing.Key, packing.Value, packing.Layout);
        mode.Training = true;
        var trained = attention.Forward(packing.Query, packing.Key, packing.Value, packing.Layout);

        Assert.Equal(TensorAssert.Values(plain), TensorAssert.Values(evaluated));
        Assert.NotEqual(TensorAssert.Values(plain), TensorAssert.Values(trained));
    }

    private static void CheckAgainstHand(
        Packing packing, Tensor query, Func<int, Tensor, Tensor> queries, Func<Tensor, Tensor, Tensor, Tensor> attend)
    {
        Tensor[] single = [query, packing.Key, packing.Value];
        Tensor[] exact = [.. single.Select(t => t.to(ScalarType.Float64))];
        foreach (var input in single.Concat(exact))
        {
            input.requires_grad = true;
        }
        var expected = packing.ByHand(queries, exact[0], exact[1], exact[2]);
        var actual = attend(single[0], single[1], single[2]);
        TensorAssert.Close("context", expected, actual, Tolerance.SameResult);

        // A loss that weighs every element differently.
        var weights = linspace(-1, 1, expected.numel(), dtype: ScalarType.Float64).view(expected.shape);
        (expected * weights).sum().backward();
        (actual * weights.to(float32)).sum().backward();
        string[] names = ["query", "key", "value"];
        for (var i = 0; i < names.Length; i++)
        {
            TensorAssert.Close($"gradient of the {names[i]}", exact[i].grad!, single[i].grad!, Tolerance.SameResult);
        }
    }
}
