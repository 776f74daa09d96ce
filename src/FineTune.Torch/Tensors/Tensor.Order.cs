using static TorchSharp.Interop.Native;

namespace TorchSharp;

public static partial class torch
{
    public sealed partial class Tensor
    {
        /// <summary>The largest element.</summary>
        public Tensor max() => ft_max(this);

        /// <summary>The largest elements along one dimension, and their places.</summary>
        public (Tensor values, Tensor indexes) max(long dim, bool keepdim = false) =>
            (ft_max_dim(this, dim, keepdim, out var indexes), indexes);

        /// <summary>The largest elements over several dimensions; over all if none is named.</summary>
        public Tensor amax(params long[] dims) => ft_amax(this, dims, dims.Length, false);

        /// <summary>The largest elements over several dimensions. Nothing can be written to out.</summary>
        public Tensor amax(long[] dims, bool keepdim = false, Tensor? @out = null) =>
            amax((ReadOnlySpan<long>)dims, keepdim, @out);

        /// <summary>The largest elements over several dimensions. Nothing can be written to out.</summary>
        public Tensor amax(ReadOnlySpan<long> dims, bool keepdim = false, Tensor? @out = null) =>
            @out is null
                ? ft_amax(this, dims, dims.Length, keepdim)
                : throw new NotSupportedException("amax returns its result; it cannot be written to out");

        /// <summary>The row-major place of the largest element.</summary>
        public Tensor argmax() => ft_argmax(this, false, 0, false);

        /// <summary>The places of the largest elements along one dimension.</summary>
        public Tensor argmax(long dim, bool keepdim = false) => ft_argmax(this, true, dim, keepdim);

        /// <summary>The smallest element.</summary>
        public Tensor min() => ft_min(this);

        /// <summary>The smallest elements along one dimension, and their places.</summary>
        public (Tensor values, Tensor indexes) min(long dim, bool keepdim = false) =>
            (ft_min_dim(this, dim, keepdim, out var indexes), indexes);

        /// <summary>The smallest elements over several dimensions; over all if none is named.</summary>
        public Tensor amin(params long[] dims) => ft_amin(this, dims, dims.Length, false);

        /// <summary>The smallest elements over several dimensions. Nothing can be written to out.</summary>
        public Tensor amin(long[] dims, bool keepdim = false, Tensor? @out = null) =>
            amin((ReadOnlySpan<long>)dims, keepdim, @out);

        /// <summary>The smallest elements over several dimensions. Nothing can be written to out.</summary>
        public Tensor amin(ReadOnlySpan<long> dims, bool keepdim = false, Tensor? @out = null) =>
            @out is null
                ? ft_amin(this, dims, dims.Length, keepdim)
                : throw new NotSupportedException("amin returns its result; it cannot be written to out");

        /// <summary>The row-major place of the smallest element.</summary>
        public Tensor argmin() => ft_argmin(this, false, 0, false);

        /// <summary>The places of the smallest elements along one dimension.</summary>
        public Tensor argmin(long dim, bool keepdim = false) => ft_argmin(this, true, dim, keepdim);

        /// <summary>The k largest (or smallest) elements along one dimension, and their places.</summary>
        public (Tensor values, Tensor indexes) topk(int k, int dim = -1, bool largest = true, bool sorted = true) =>
            (ft_topk(this, k, dim, largest, sorted, out var indexes), indexes);

        /// <summary>
        /// The elements in order along one dimension, and where they were; stable keeps equals in place.
        /// </summary>
        public (Tensor Values, Tensor Indices) sort(long dim = -1, bool descending = false, bool stable = false) =>
            (ft_sort(this, dim, descending, stable, out var indices), indices);

        /// <summary>The places of the elements in order along one dimension.</summary>
        public Tensor argsort(long dim = -1, bool descending = false) => ft_argsort(this, dim, descending);

        /// <summary>
        /// How often, or with what total weight, every value from 0 up occurs in a vector of integers.
        /// </summary>
        public Tensor bincount(Tensor? weights, long minlength = 0) => ft_bincount(this, weights, minlength);

        /// <summary>Whether |this - target| is at most atol + rtol * |target| everywhere.</summary>
        public bool allclose(Tensor target, double rtol = 1e-05, double atol = 1e-08, bool equal_nan = false) =>
            One(ft_allclose(this, target, rtol, atol, equal_nan));

        /// <summary>Whether both have the same shape and elements, as a boolean tensor of no dimension.</summary>
        public Tensor equal(Tensor target) => ft_equal(this, target);

        private static bool One(Tensor answer)
        {
            using (answer)
            {
                return answer.item<bool>();
            }
        }
    }
}
