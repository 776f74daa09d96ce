using TorchSharp.Interop;
using static TorchSharp.Interop.Native;

namespace TorchSharp;

public static partial class torch
{
    public sealed unsafe partial class Tensor
    {
        /// <summary>
        /// The same memory in another shape; -1 is what remains. Fails where the strides do not allow it.
        /// </summary>
        public Tensor view(params long[] shape) => ft_view(this, shape, shape.Length);

        /// <summary>The same memory in the shape of other.</summary>
        public Tensor view_as(Tensor other) => view(other.shape);

        /// <summary>Another shape: a view if possible, else a copy; -1 is what remains.</summary>
        public Tensor reshape(params long[] shape) => ft_reshape(this, shape, shape.Length);

        /// <summary>A view of the storage with given sizes, strides and offset, in elements.</summary>
        public Tensor as_strided(long[] size, long[] strides, long storageOffset = 0) =>
            ft_as_strided(this, size, size.Length, strides, storageOffset);

        /// <summary>Joins the dimensions from start_dim to end_dim.</summary>
        public Tensor flatten(long start_dim = 0, long end_dim = -1) => ft_flatten(this, start_dim, end_dim);

        /// <summary>Splits a dimension into several; -1 is what remains.</summary>
        public Tensor unflatten(long dim, params long[] sizes) => ft_unflatten(this, dim, sizes, sizes.Length);

        /// <summary>Without that dimension if its size is 1; without all of size 1 if none is named.</summary>
        public Tensor squeeze(long? dim = null) => ft_squeeze(this, dim is not null, dim ?? 0);

        /// <summary>With a dimension of size 1 before dim.</summary>
        public Tensor unsqueeze(long dim) => ft_unsqueeze(this, dim);

        /// <summary>A view with two dimensions swapped.</summary>
        public Tensor transpose(long dim0, long dim1) => ft_transpose(this, dim0, dim1);

        /// <summary>A view of a matrix with rows and columns swapped.</summary>
        public Tensor t() => ft_t(this);

        /// <summary>A view with the dimensions in another order.</summary>
        public Tensor permute(params long[] permutation) => ft_permute(this, permutation, permutation.Length);

        /// <summary>A view with the dimensions in another order.</summary>
        public Tensor permute(IEnumerable<long> permutation) => permute(permutation.ToArray());

        /// <summary>A copy with the order along some dimensions reversed.</summary>
        public Tensor flip(params long[] dims) => ft_flip(this, dims, dims.Length);

        /// <summary>A view with dimensions of size 1 repeated without copying; -1 keeps a size.</summary>
        public Tensor expand(params long[] sizes) => ft_expand(this, sizes, sizes.Length, false);

        /// <summary>A view with dimensions of size 1 repeated without copying; -1 keeps a size.</summary>
        public Tensor expand(long[] sizes, bool isImplicit = false) => ft_expand(this, sizes, sizes.Length, isImplicit);

        /// <summary>A view with dimensions of size 1 repeated without copying; -1 keeps a size.</summary>
        public Tensor expand(ReadOnlySpan<long> sizes, bool isImplicit = false) =>
            ft_expand(this, sizes, sizes.Length, isImplicit);

        /// <inheritdoc cref="expand(long[], bool)"/>
        public Tensor expand(Size sizes, bool isImplicit = false) => expand(sizes.Shape, isImplicit);

        /// <summary>A view expanded to the shape of other.</summary>
        public Tensor expand_as(Tensor other) => ft_expand_as(this, other);

        /// <summary>A copy repeated as a whole so many times along every dimension.</summary>
        public Tensor repeat(params long[] sizes) => ft_repeat(this, sizes, sizes.Length);

        /// <summary>A copy with every element along dim repeated so many times; flattened if no dim is named.</summary>
        public Tensor repeat_interleave(long repeats, long? dim = null, long? output_size = null) =>
            ft_repeat_interleave(this, repeats, dim is not null, dim ?? 0, output_size is not null, output_size ?? 0);

        /// <summary>As with a number, with a count of its own for every element.</summary>
        public Tensor repeat_interleave(Tensor repeats, long? dim = null, long? output_size = null) =>
            ft_repeat_interleave_each(
                this, repeats, dim is not null, dim ?? 0, output_size is not null, output_size ?? 0);

        /// <summary>A view of length elements along dim.</summary>
        public Tensor narrow(long dim, long start, long length) => ft_narrow(this, dim, start, length);

        /// <summary>A view of one index of dim, without that dimension.</summary>
        public Tensor select(long dim, long index) => ft_select(this, dim, index);

        /// <summary>A view of every step-th element of dim from start up to finish.</summary>
        public Tensor slice(long dim, long start, long finish, long step) => ft_slice(this, dim, start, finish, step);

        /// <summary>A view of a diagonal of two dimensions, as the last dimension.</summary>
        public Tensor diagonal(long offset = 0, long dim1 = 0, long dim2 = 1) => ft_diagonal(this, offset, dim1, dim2);

        /// <summary>The elements in order without gaps: the same memory if they are so already, else a copy.</summary>
        public Tensor contiguous() => ft_contiguous(this);

        /// <summary>Another tensor over the same memory, with gradients flowing through.</summary>
        public Tensor alias() => ft_alias(this);

        /// <summary>Views of so many elements along dim each; the last may be shorter.</summary>
        public Tensor[] split(long size, int dim = 0) =>
            TensorList.Take(ft_split(this, size, dim, out var count), count);

        /// <summary>Views of the given lengths along the first dimension.</summary>
        public Tensor[] split(params long[] sizes) => split(sizes, 0);

        /// <summary>Views of the given lengths along dim.</summary>
        public Tensor[] split(long[] sizes, long dim = 0) =>
            TensorList.Take(ft_split_sizes(this, sizes, sizes.Length, dim, out var count), count);

        /// <summary>Views of the given lengths along dim.</summary>
        public Tensor[] split(ReadOnlySpan<long> sizes, long dim = 0) =>
            TensorList.Take(ft_split_sizes(this, sizes, sizes.Length, dim, out var count), count);

        /// <summary>So many views of like length along dim; there may be fewer.</summary>
        public Tensor[] chunk(long chunks, long dim = 0) =>
            TensorList.Take(ft_chunk(this, chunks, dim, out var count), count);

        /// <summary>A view of every index of a dimension.</summary>
        public Tensor[] unbind(long dimension = 0) => TensorList.Take(ft_unbind(this, dimension, out var count), count);

        /// <summary>A view with the last two dimensions swapped.</summary>
        public Tensor mT => ft_mT(this);

        /// <summary>A view of a matrix with rows and columns swapped.</summary>
        public Tensor T => ft_t(this);
    }
}
