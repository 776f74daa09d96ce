using TorchSharp;
using static TorchSharp.torch;

namespace FineTune.Torch.Tests;

public sealed class ShapeTests
{
    // 0 1 2
    // 3 4 5
    private static readonly Dictionary<string, Row> s_rows = new()
    {
        ["view"] = new(t => t.view(3, -1), [3, 2], [0, 1, 2, 3, 4, 5]),
        ["view_as"] = new(t => t.view_as(zeros(6)), [6], [0, 1, 2, 3, 4, 5]),
        ["reshape"] = new(t => t.t().reshape(-1), [6], [0, 3, 1, 4, 2, 5]),
        ["as_strided"] = new(t => t.as_strided([2, 2], [1, 2], 1), [2, 2], [1, 3, 2, 4]),
        ["flatten"] = new(t => t.flatten(), [6], [0, 1, 2, 3, 4, 5]),
        ["unflatten"] = new(t => t.unflatten(1, 3, 1), [2, 3, 1], [0, 1, 2, 3, 4, 5]),
        ["unsqueeze"] = new(t => t.unsqueeze(0), [1, 2, 3], [0, 1, 2, 3, 4, 5]),
        ["squeeze"] = new(t => t.unsqueeze(0).unsqueeze(0).squeeze(), [2, 3], [0, 1, 2, 3, 4, 5]),
        ["squeeze dim"] = new(t => t.unsqueeze(0).unsqueeze(0).squeeze(0), [1, 2, 3], [0, 1, 2, 3, 4, 5]),
        ["transpose"] = new(t => transpose(t, 0, 1), [3, 2], [0, 3, 1, 4, 2, 5]),
        ["t"] = new(t => t.t(), [3, 2], [0, 3, 1, 4, 2, 5]),
        ["T"] = new(t => t.T, [3, 2], [0, 3, 1, 4, 2, 5]),
        ["mT"] = new(t => t.mT, [3, 2], [0, 3, 1, 4, 2, 5]),
        ["permute"] = new(t => t.unsqueeze(0).permute(2, 0, 1), [3, 1, 2], [0, 3, 1, 4, 2, 5]),
        ["permute list"] = new(t => t.permute(new List<long> { 1, 0 }), [3, 2], [0, 3, 1, 4, 2, 5]),
        ["flip"] = new(t => t.flip(1), [2, 3], [2, 1, 0, 5, 4, 3]),
        ["expand"] = new(t => t[0].expand(2, -1), [2, 3], [0, 1, 2, 0, 1, 2]),
        ["expand size"] = new(t => t[0].expand((Size)new long[] { 2, 3 }), [2, 3], [0, 1, 2, 0, 1, 2]),
        ["expand_as"] = new(t => t[0].expand_as(t), [2, 3], [0, 1, 2, 0, 1, 2]),
        ["repeat"] = new(t => t[0].repeat(2, 1), [2, 3], [0, 1, 2, 0, 1, 2]),
        ["repeat_interleave"] = new(t => t[0].repeat_interleave(2), [6], [0, 0, 1, 1, 2, 2]),
        ["repeat_interleave each"] =
            new(t => t.repeat_interleave(Expect.Longs(1, 2), dim: 0), [3, 3], [0, 1, 2, 3, 4, 5, 3, 4, 5]),
        ["narrow"] = new(t => t.narrow(1, 1, 2), [2, 2], [1, 2, 4, 5]),
        ["select"] = new(t => select(t, 1, 2), [2], [2, 5]),
        ["slice"] = new(t => t.slice(1, 0, 3, 2), [2, 2], [0, 2, 3, 5]),
        ["diagonal"] = new(t => t.diagonal(), [2], [0, 4]),
        ["tril"] = new(t => t.tril(), [2, 3], [0, 0, 0, 3, 4, 0]),
        ["tril_"] = new(t => t.tril_(-1), [2, 3], [0, 0, 0, 3, 0, 0]),
        ["triu"] = new(t => triu(t, 1), [2, 3], [0, 1, 2, 0, 0, 5]),
        ["triu_"] = new(t => t.triu_(), [2, 3], [0, 1, 2, 0, 4, 5]),
        ["cat"] = new(t => cat([t, t[..1]]), [3, 3], [0, 1, 2, 3, 4, 5, 0, 1, 2]),
        ["cat list"] = new(t => cat(new List<Tensor> { t, t }, 1)[0], [6], [0, 1, 2, 0, 1, 2]),
        ["stack"] = new(t => stack([t[0], t[1]], 1), [3, 2], [0, 3, 1, 4, 2, 5]),
        ["split"] = new(t => t.split(2, 1)[1], [2, 1], [2, 5]),
        ["split sizes"] = new(t => t.split([1L, 2L], 1)[1], [2, 2], [1, 2, 4, 5]),
        ["chunk"] = new(t => t.chunk(2)[1], [1, 3], [3, 4, 5]),
        ["unbind"] = new(t => t.unbind(1)[2], [2], [2, 5]),
        ["contiguous"] = new(t => t.t().contiguous().view(6), [6], [0, 3, 1, 4, 2, 5]),
        ["clone"] = new(t => t.clone().add_(1).sub(t), [2, 3], [1, 1, 1, 1, 1, 1]),
        ["alias"] = new(t => t.alias(), [2, 3], [0, 1, 2, 3, 4, 5]),
    };

    public static TheoryData<string> Names => [.. s_rows.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Gives_the_elements_in_their_new_places(string name)
    {
        using var scope = NewDisposeScope();
        var row = s_rows[name];

        Expect.Values(row.Shape, row.Expected, row.Compute(Matrix()));
    }

    [Fact]
    public void A_view_shares_memory_and_a_clone_does_not()
    {
        using var scope = NewDisposeScope();
        var matrix = Matrix();
        var view = matrix.view(6);
        var clone = matrix.clone();
        matrix[0, 1] = tensor(7.0);

        Assert.Equal(7, view[1].item<double>());
        Assert.Equal(1, clone[0, 1].item<double>());
        Assert.Equal(3, matrix.select(0, 1).storage_offset());
    }

    [Fact]
    public void Metadata_is_what_the_tensor_is()
    {
        using var scope = NewDisposeScope();
        var transposed = zeros(2, 3, dtype: float16).t();

        Assert.Equal([3L, 2L], transposed.shape);
        Assert.Equal([3L, 2L], transposed.size());
        Assert.Equal(2, transposed.size(-1));
        Assert.Equal([1L, 3L], transposed.stride());
        Assert.Equal(3, transposed.stride(1));
        Assert.Equal(2, transposed.ndim);
        Assert.Equal(2, transposed.dim());
        Assert.Equal(6, transposed.numel());
        Assert.Equal(2, transposed.element_size());
        Assert.Equal(ScalarType.Float16, transposed.dtype);
        Assert.Equal(DeviceType.CPU, transposed.device_type);
        Assert.Equal("cpu", transposed.device.ToString());
        Assert.False(transposed.is_contiguous());
        Assert.True(transposed.is_floating_point());
        Assert.False(transposed.is_integral());
        Assert.False(transposed.is_cuda);
        Assert.Equal("[3x2], type = Float16, device = cpu", transposed.ToString());
        Assert.Throws<ArgumentOutOfRangeException>(() => transposed.size(2));
    }

    private static Tensor Matrix() => arange(6, dtype: float64).view(2, 3);

    private sealed record Row(Func<Tensor, Tensor> Compute, long[] Shape, double[] Expected);
}
