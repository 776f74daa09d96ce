using static TorchSharp.Interop.Native;

namespace TorchSharp;

public static partial class torch
{
    public sealed partial class Tensor
    {
        /// <summary>The elements that index names along dim, in the shape of index.</summary>
        public Tensor gather(long dim, Tensor index) => ft_gather(this, dim, index);

        /// <summary>A copy with src written to where index says along dim.</summary>
        public Tensor scatter(long dim, Tensor index, Tensor src) => ft_scatter(this, dim, index, src);

        /// <summary>Writes src to where index says along dim.</summary>
        public Tensor scatter_(long dim, Tensor index, Tensor src) => After(ft_scatter_(this, dim, index, src));

        /// <summary>A copy with src added to where index says along dim.</summary>
        public Tensor scatter_add(long dim, Tensor index, Tensor src) => ft_scatter_add(this, dim, index, src);

        /// <summary>Adds src to where index says along dim.</summary>
        public Tensor scatter_add_(long dim, Tensor index, Tensor src) => After(ft_scatter_add_(this, dim, index, src));

        /// <summary>The slices along dim that a vector of places names.</summary>
        public Tensor index_select(long dim, Tensor index) => ft_index_select(this, dim, index);

        /// <summary>A copy with alpha * source added to the slices that index names.</summary>
        public Tensor index_add(long dim, Tensor index, Tensor source, Scalar alpha) =>
            ft_index_add(this, dim, index, source, alpha);

        /// <summary>Adds alpha * source to the slices that index names.</summary>
        public Tensor index_add_(long dim, Tensor index, Tensor source, Scalar alpha) =>
            After(ft_index_add_(this, dim, index, source, alpha));

        /// <summary>A copy with source written to the slices that index names.</summary>
        public Tensor index_copy(long dim, Tensor index, Tensor source) => ft_index_copy(this, dim, index, source);

        /// <summary>Writes source to the slices that index names.</summary>
        public Tensor index_copy_(long dim, Tensor index, Tensor source) =>
            After(ft_index_copy_(this, dim, index, source));

        /// <summary>A copy with the slices that index names set to value.</summary>
        public Tensor index_fill(long dim, Tensor index, Scalar value) => ft_index_fill(this, dim, index, value);

        /// <summary>Sets the slices that index names to value.</summary>
        public Tensor index_fill_(long dim, Tensor index, Scalar value) =>
            After(ft_index_fill_(this, dim, index, value));

        /// <summary>The elements where mask holds, as a vector.</summary>
        public Tensor masked_select(Tensor mask) => ft_masked_select(this, mask);

        /// <summary>The indices of the elements that are not zero, [count, dimensions].</summary>
        public Tensor nonzero() => ft_nonzero(this);
    }
}
