using static TorchSharp.torch;

namespace FineTune.Peft;

/// <summary>The largest singular values of a matrix and their vectors, by subspace iteration from a random start
/// (arXiv:0909.4061, algorithms 4.4 and 5.1): a few products with thin matrices instead of a full decomposition.</summary>
internal static class LeadingSvd
{
    /// <summary>Approximates the leading part of a decomposition.</summary>
    /// <param name="matrix"><c>[rows, columns]</c>, float32.</param>
    /// <param name="rank">How many singular values, at most the narrow side.</param>
    /// <param name="rounds">Rounds of iteration; more come nearer.</param>
    /// <param name="random">Draws the start; of the CPU.</param>
    /// <returns><c>[rows, rank]</c>, <c>[rank]</c> and <c>[rank, columns]</c>.</returns>
    public static (Tensor U, Tensor S, Tensor Vh) Of(Tensor matrix, int rank, int rounds, Generator random)
    {
        var start = randn([matrix.shape[1], rank], generator: random).to(matrix.device);
        var basis = Orthonormal(matrix.mm(start));                                     // [rows, rank]
        for (var round = 0; round < rounds; round++)
        {
            basis = Orthonormal(matrix.mm(Orthonormal(matrix.t().mm(basis))));
        }
        var (u, s, vh) = linalg.svd(basis.t().mm(matrix), fullMatrices: false);
        return (basis.mm(u), s, vh);
    }

    private static Tensor Orthonormal(Tensor columns) => linalg.qr(columns).Item1;
}
