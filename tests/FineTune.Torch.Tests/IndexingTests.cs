using static TorchSharp.torch;

namespace FineTune.Torch.Tests;

public sealed class IndexingTests
{
    // 0 1 2
    // 3 4 5
    private static readonly Dictionary<string, Row> s_rows = new()
    {
        ["[i]"] = new(t => t[1], [3], [3, 4, 5]),
        ["[-1]"] = new(t => t[-1], [3], [3, 4, 5]),
        ["[i, j]"] = new(t => t[1, 2], [], [5]),
        ["[.., j]"] = new(t => t[.., 1], [2], [1, 4]),
        ["[.., ^1]"] = new(t => t[.., ^1], [2], [2, 5]),
        ["[.., 1..]"] = new(t => t[.., 1..], [2, 2], [1, 2, 4, 5]),
        ["[.., ..^1]"] = new(t => t[.., ..^1], [2, 2], [0, 1, 3, 4]),
        ["ellipsis"] = new(t => t[TensorIndex.Ellipsis, 0], [2], [0, 3]),
        ["none"] = new(t => t[TensorIndex.None, 1], [1, 3], [3, 4, 5]),
        ["colon"] = new(t => t[TensorIndex.Colon, 0], [2], [0, 3]),
        ["step"] = new(t => t[0, TensorIndex.Slice(step: 2)], [2], [0, 2]),
        ["tuple"] = new(t => t[0, (1, null)], [2], [1, 2]),
        ["bool"] = new(t => t[TensorIndex.Bool(true)], [1, 2, 3], [0, 1, 2, 3, 4, 5]),
        ["tensor"] = new(t => t[.., TensorIndex.Tensor(Expect.Longs(2, 0))], [2, 2], [2, 0, 5, 3]),
        ["tensors"] = new(t => t[Expect.Longs(0, 1), Expect.Longs(2, 0)], [2], [2, 3]),
        ["mask"] = new(t => t[t > 3], [2], [4, 5]),
        ["set [i, j]"] = new(t => { t[0, 0] = tensor(9.0); return t; }, [2, 3], [9, 1, 2, 3, 4, 5]),
        ["set range"] = new(t => { t[.., 1..] = zeros(2, dtype: float64); return t; }, [2, 3], [0, 0, 0, 3, 0, 0]),
        ["set mask"] = new(t => t.index_put_(7, t > 3), [2, 3], [0, 1, 2, 3, 7, 7]),
        ["put"] = new(
            t => t.index_put_(Expect.Vector(8, 9), Expect.Longs(0, 1), Expect.Longs(0, 0)), [2, 3], [8, 1, 2, 9, 4, 5]),
        ["put accumulate"] = new(
            t => t.index_put_(Expect.Vector(8, 9), [Expect.Longs(0, 0), Expect.Longs(1, 1)], accumulate: true),
            [2, 3], [0, 18, 2, 3, 4, 5]),
        ["gather"] = new(t => t.gather(1, Expect.Longs(2, 0).view(2, 1)), [2, 1], [2, 3]),
        ["scatter"] = new(t => t.scatter(1, Index, Expect.Make([2, 1], 8, 9)), [2, 3], [0, 1, 8, 9, 4, 5]),
        ["scatter_"] = new(t => t.scatter_(1, Index, Expect.Make([2, 1], 8, 9)), [2, 3], [0, 1, 8, 9, 4, 5]),
        ["scatter_add"] = new(t => t.scatter_add(1, Index, Expect.Make([2, 1], 8, 9)), [2, 3], [0, 1, 10, 12, 4, 5]),
        ["scatter_add_"] = new(t => t.scatter_add_(1, Index, Expect.Make([2, 1], 8, 9)), [2, 3], [0, 1, 10, 12, 4, 5]),
        ["index_select"] = new(t => index_select(t, 1, Expect.Longs(2, 2, 0)), [2, 3], [2, 2, 0, 5, 5, 3]),
        ["index_add"] = new(t => t.index_add(0, Expect.Longs(1, 1), Ones, 2), [2, 3], [0, 1, 2, 7, 8, 9]),
        ["index_add_"] = new(t => t.index_add_(0, Expect.Longs(1, 1), Ones, 1), [2, 3], [0, 1, 2, 5, 6, 7]),
        ["index_copy"] = new(t => t.index_copy(0, Expect.Longs(1, 0), Ones), [2, 3], [1, 1, 1, 1, 1, 1]),
        ["index_copy_"] = new(t => t.index_copy_(1, Expect.Longs(2), Ones[.., ..1]), [2, 3], [0, 1, 1, 3, 4, 1]),
        ["index_fill"] = new(t => t.index_fill(1, Expect.Longs(0, 1), 7), [2, 3], [7, 7, 2, 7, 7, 5]),
        ["index_fill_"] = new(t => t.index_fill_(0, Expect.Longs(0), 7), [2, 3], [7, 7, 7, 3, 4, 5]),
        ["masked_select"] = new(t => t.masked_select(t > 3), [2], [4, 5]),
        ["nonzero"] = new(t => nonzero(t > 3), [2, 2], [1, 1, 1, 2]),
        ["where places"] = new(t => where(t > 3)[1], [2], [1, 2]),
    };

    public static TheoryData<string> Names => [.. s_rows.Keys];

    private static Tensor Index => Expect.Longs(2, 0).view(2, 1);

    private static Tensor Ones => ones(2, 3, dtype: float64);

    [Theory]
    [MemberData(nameof(Names))]
    public void Reads_and_writes_the_right_places(string name)
    {
        using var scope = NewDisposeScope();
        var row = s_rows[name];

        Expect.Values(row.Shape, row.Expected, row.Compute(arange(6, dtype: float64).view(2, 3)));
    }

    private sealed record Row(Func<Tensor, Tensor> Compute, long[] Shape, double[] Expected);
}
