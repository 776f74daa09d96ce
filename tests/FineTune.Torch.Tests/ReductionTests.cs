using static TorchSharp.torch;

namespace FineTune.Torch.Tests;

public sealed class ReductionTests
{
    // 1 2 3
    // 4 5 9
    private static readonly Dictionary<string, Row> s_rows = new()
    {
        ["sum"] = new(t => t.sum(), [], [24]),
        ["sum dim"] = new(t => t.sum(0L), [3], [5, 7, 12]),
        ["sum keepdim"] = new(t => t.sum(1, keepdim: true), [2, 1], [6, 18]),
        ["sum two"] = new(t => t.sum(0, 1), [], [24]),
        ["sum dims"] = new(t => t.sum([0L, 1L]), [], [24]),
        ["sum three"] = new(t => t.unsqueeze(0).sum(0, 1, 2), [], [24]),
        ["sum static"] = new(t => sum(t, 1), [2], [6, 18]),
        ["mean"] = new(t => t.mean(), [], [4]),
        ["mean dims"] = new(t => t.mean([1]), [2], [2, 6]),
        ["mean keepdim"] = new(t => mean(t, [0L], keepdim: true), [1, 3], [2.5, 3.5, 6]),
        ["var"] = new(t => t.var(), [], [8]),
        ["var biased dim"] = new(t => t.var(1, unbiased: false), [2], [2.0 / 3, 14.0 / 3]),
        ["std dim"] = new(t => t.std(1), [2], [1, Math.Sqrt(7)]),
        ["std"] = new(t => t.std(), [], [Math.Sqrt(8)]),
        ["std span"] = new(t => t.std([0L, 1L], keepdim: true), [1, 1], [Math.Sqrt(8)]),
        ["norm"] = new(t => t.norm(), [], [Math.Sqrt(136)]),
        ["norm 1"] = new(t => t.norm(1f), [], [24]),
        ["norm dim"] = new(t => t.norm(1, keepdim: false, p: 1), [2], [6, 18]),
        ["prod"] = new(t => t.prod(), [], [1080]),
        ["prod dim"] = new(t => t.prod(0L), [3], [4, 10, 27]),
        ["cumsum"] = new(t => t.cumsum(1), [2, 3], [1, 3, 6, 4, 9, 18]),
        ["logsumexp"] = new(t => t.logsumexp(0), [3], [Lse(1, 4), Lse(2, 5), Lse(3, 9)]),
        ["softmax"] = new(t => t[.., ..2].softmax(1), [2, 2], [Sigmoid(-1), Sigmoid(1), Sigmoid(-1), Sigmoid(1)]),
        ["log_softmax"] = new(t => t[0, ..2].log_softmax(0), [2], [Math.Log(Sigmoid(-1)), Math.Log(Sigmoid(1))]),
        ["max"] = new(t => t.max(), [], [9]),
        ["min"] = new(t => t.min(), [], [1]),
        ["max dim values"] = new(t => t.max(1).values, [2], [3, 9]),
        ["max dim indexes"] = new(t => t.max(1).indexes, [2], [2, 2]),
        ["min dim values"] = new(t => t.min(0, keepdim: true).values, [1, 3], [1, 2, 3]),
        ["amax"] = new(t => t.amax(1), [2], [3, 9]),
        ["amax keepdim"] = new(t => amax(t, [0L], keepdim: true), [1, 3], [4, 5, 9]),
        ["amin keepdim"] = new(t => t.amin([1L], keepdim: true), [2, 1], [1, 4]),
        ["amin"] = new(t => t.amin(0, 1), [], [1]),
        ["argmax"] = new(t => t.argmax(), [], [5]),
        ["argmax dim"] = new(t => argmax(t, 0), [3], [1, 1, 1]),
        ["argmin dim"] = new(t => t.argmin(1, keepdim: true), [2, 1], [0, 0]),
        ["topk values"] = new(t => t.topk(2).values, [2, 2], [3, 2, 9, 5]),
        ["topk indexes"] = new(t => topk(t, 2, largest: false).indices, [2, 2], [0, 1, 0, 1]),
        ["sort descending"] = new(t => t.sort(1, descending: true).Values, [2, 3], [3, 2, 1, 9, 5, 4]),
        ["sort indices"] = new(t => sort(t, 0, descending: true, stable: true).indices, [2, 3], [1, 1, 1, 0, 0, 0]),
        ["argsort"] = new(t => t.argsort(descending: true), [2, 3], [2, 1, 0, 2, 1, 0]),
        ["bincount"] = new(t => bincount(t.@long().view(-1), minlength: 11), [11], [0, 1, 1, 1, 1, 1, 0, 0, 0, 1, 0]),
    };

    public static TheoryData<string> Names => [.. s_rows.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Gives_the_value(string name)
    {
        using var scope = NewDisposeScope();
        var row = s_rows[name];

        Expect.Values(row.Shape, row.Expected, row.Compute(Expect.Make([2, 3], 1, 2, 3, 4, 5, 9)));
    }

    [Fact]
    public void Sums_accumulate_in_the_dtype_they_are_asked_for()
    {
        using var scope = NewDisposeScope();

        Assert.Equal(ScalarType.Int64, ones(3, dtype: @bool).sum().dtype);
        Assert.Equal(ScalarType.Float64, ones(3).sum(ScalarType.Float64).dtype);
        Assert.Equal(ScalarType.Float32, ones(3, dtype: bfloat16).softmax(0, ScalarType.Float32).dtype);
    }

    private static double Lse(double a, double b) => Math.Log(Math.Exp(a) + Math.Exp(b));

    private static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));

    private sealed record Row(Func<Tensor, Tensor> Compute, long[] Shape, double[] Expected);
}
