using static TorchSharp.Interop.Native;

namespace TorchSharp;

public static partial class torch
{
    public sealed partial class Tensor
    {
        /// <summary>The product of two matrices, [n, k] and [k, m].</summary>
        public Tensor mm(Tensor target) => ft_mm(this, target);

        /// <summary>Products of matrices in batches, [b, n, k] and [b, k, m].</summary>
        public Tensor bmm(Tensor batch2) => ft_bmm(this, batch2);

        /// <summary>
        /// The product over the last two dimensions, the others broadcast; vectors count as rows or columns.
        /// </summary>
        public Tensor matmul(Tensor target) => ft_matmul(this, target);

        /// <summary>The product of a matrix [n, k] and a vector [k].</summary>
        public Tensor mv(Tensor target) => ft_mv(this, target);

        /// <summary>The inner product of two vectors.</summary>
        public Tensor dot(Tensor target) => ft_dot(this, target);

        /// <summary>The outer product of two vectors, [n, m].</summary>
        public Tensor outer(Tensor vec2) => ft_outer(this, vec2);

        /// <summary>beta * this + alpha * mat1 @ mat2.</summary>
        public Tensor addmm(Tensor mat1, Tensor mat2, float beta = 1, float alpha = 1) =>
            ft_addmm(this, mat1, mat2, beta, alpha);

        /// <summary>beta * this + alpha * mat1 @ mat2, in place.</summary>
        public Tensor addmm_(Tensor mat1, Tensor mat2, float beta = 1, float alpha = 1) =>
            After(ft_addmm_(this, mat1, mat2, beta, alpha));

        /// <summary>beta * this + alpha * batch1 @ batch2, in batches.</summary>
        public Tensor baddbmm(Tensor batch1, Tensor batch2, float beta = 1, float alpha = 1) =>
            ft_baddbmm(this, batch1, batch2, beta, alpha);
    }
}
