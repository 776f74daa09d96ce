using static TorchSharp.torch;

namespace FineTune.Torch.Tests;

public sealed class LinalgTests
{
    private readonly Tensor _matrix = tensor(new float[] { 3, 0, 4, 5, 1, 2 }, 3, 2);

    [Theory]
    [InlineData(false, 2)]
    [InlineData(true, 3)]
    public void The_parts_of_a_singular_value_decomposition_make_the_matrix(bool full, long columns)
    {
        var (u, s, vh) = linalg.svd(_matrix, full);
        Assert.Equal([3, columns], u.shape);
        Assert.Equal([2, 2], vh.shape);
        Assert.True(s[0].item<float>() >= s[1].item<float>());
        Assert.True(allclose(_matrix, (u.narrow(1, 0, 2) * s).mm(vh), 1e-5, 1e-5));
        Assert.True(allclose(eye(columns), u.t().mm(u), 1e-5, 1e-5));
    }

    [Theory]
    [InlineData(linalg.QRMode.Reduced, 2)]
    [InlineData(linalg.QRMode.Complete, 3)]
    public void Q_and_R_make_the_matrix(linalg.QRMode mode, long columns)
    {
        var (q, r) = linalg.qr(_matrix, mode);
        Assert.Equal([3, columns], q.shape);
        Assert.True(allclose(_matrix, q.mm(r), 1e-5, 1e-5));
        Assert.Equal(0, r[1, 0].item<float>());
    }

    [Fact]
    public void R_alone_comes_with_an_empty_Q()
    {
        var (q, r) = linalg.qr(_matrix, linalg.QRMode.R);
        Assert.Equal(0, q.numel());
        Assert.Equal([2, 2], r.shape);
    }

    [Fact]
    public void A_matrix_of_no_numbers_is_refused_with_torchs_words() =>
        Assert.ThrowsAny<Exception>(() => linalg.svd(full([2, 2], float.NaN)));
}
