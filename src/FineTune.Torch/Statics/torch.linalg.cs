using static TorchSharp.Interop.Native;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>Linear algebra.</summary>
    public static class linalg
    {
        /// <summary>Which parts of a QR decomposition are wanted.</summary>
        public enum QRMode
        {
            /// <summary>Q <c>[m, k]</c> and R <c>[k, n]</c>, k the smaller of m and n.</summary>
            Reduced = 0,

            /// <summary>Q <c>[m, m]</c> and R <c>[m, n]</c>.</summary>
            Complete = 1,

            /// <summary>R alone; Q is empty.</summary>
            R = 2,
        }

        /// <summary>Q with orthonormal columns and upper triangular R whose product is the matrix.</summary>
        public static (Tensor Q, Tensor R) qr(Tensor input, QRMode mode = QRMode.Reduced)
        {
            var name = mode switch
            {
                QRMode.Complete => "complete",
                QRMode.R => "r",
                _ => "reduced",
            };
            return (ft_linalg_qr(input, name, out var r), r);
        }

        /// <summary>U, S and Vᴴ whose product is the matrix: orthonormal columns, singular values from the largest down,
        /// orthonormal rows.</summary>
        public static (Tensor U, Tensor S, Tensor Vh) svd(Tensor input, bool fullMatrices = true) =>
            (ft_linalg_svd(input, fullMatrices, out var s, out var vh), s, vh);
    }
}
