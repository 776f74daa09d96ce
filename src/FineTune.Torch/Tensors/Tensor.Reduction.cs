using TorchSharp.Interop;
using static TorchSharp.Interop.Native;

namespace TorchSharp;

public static partial class torch
{
    public sealed partial class Tensor
    {
        /// <summary>The sum of all elements, accumulated in dtype type.</summary>
        /// <remarks>A literal 0 is taken for a dtype here: write <c>sum(0L)</c> for the first dimension.</remarks>
        public Tensor sum(ScalarType? type = null) => ft_sum(this, Options.Code(type));

        /// <summary>Sums over one dimension.</summary>
        public Tensor sum(long dim, bool keepdim = false, ScalarType? type = null) =>
            ft_sum_dims(this, [dim], 1, keepdim, Options.Code(type));

        /// <summary>Sums over two dimensions.</summary>
        public Tensor sum(long dim0, long dim1, bool keepdim = false, ScalarType? type = null) =>
            ft_sum_dims(this, [dim0, dim1], 2, keepdim, Options.Code(type));

        /// <summary>Sums over three dimensions.</summary>
        public Tensor sum(long dim0, long dim1, long dim2, bool keepdim = false, ScalarType? type = null) =>
            ft_sum_dims(this, [dim0, dim1, dim2], 3, keepdim, Options.Code(type));

        /// <summary>Sums over several dimensions.</summary>
        public Tensor sum(long[] dim, bool keepdim = false, ScalarType? type = null) =>
            ft_sum_dims(this, dim, dim.Length, keepdim, Options.Code(type));

        /// <summary>Sums over several dimensions.</summary>
        public Tensor sum(ReadOnlySpan<long> dim, bool keepdim = false, ScalarType? type = null) =>
            ft_sum_dims(this, dim, dim.Length, keepdim, Options.Code(type));

        /// <summary>The mean of all elements.</summary>
        public Tensor mean() => ft_mean(this);

        /// <summary>Means over several dimensions.</summary>
        public Tensor mean(long[] dimensions, bool keepdim = false, ScalarType? type = null) =>
            ft_mean_dims(this, dimensions, dimensions.Length, keepdim, Options.Code(type));

        /// <summary>Standard deviation of all elements; unbiased divides by one less than their number.</summary>
        public Tensor std(bool unbiased = true) => ft_std(this, unbiased);

        /// <summary>Standard deviation over one dimension.</summary>
        public Tensor std(long dim, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            ft_std_dims(In(type), [dim], 1, unbiased, keepdim);

        /// <summary>Standard deviation over several dimensions.</summary>
        public Tensor std(long[] dimensions, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            ft_std_dims(In(type), dimensions, dimensions.Length, unbiased, keepdim);

        /// <summary>Standard deviation over several dimensions.</summary>
        public Tensor std(
            ReadOnlySpan<long> dimensions, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            ft_std_dims(In(type), dimensions, dimensions.Length, unbiased, keepdim);

        /// <summary>Variance of all elements; unbiased divides by one less than their number.</summary>
        public Tensor var(bool unbiased = true) => ft_var(this, unbiased);

        /// <summary>Variance over one dimension.</summary>
        public Tensor var(long dim, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            ft_var_dims(In(type), [dim], 1, unbiased, keepdim);

        /// <summary>Variance over several dimensions.</summary>
        public Tensor var(long[] dimensions, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            ft_var_dims(In(type), dimensions, dimensions.Length, unbiased, keepdim);

        /// <summary>Variance over several dimensions.</summary>
        public Tensor var(
            ReadOnlySpan<long> dimensions, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            ft_var_dims(In(type), dimensions, dimensions.Length, unbiased, keepdim);

        /// <summary>The p-norm of all elements.</summary>
        /// <remarks>A whole number is taken for a dimension by the other overload: write <c>norm(1f)</c>.</remarks>
        public Tensor norm(float p = 2) => ft_norm(this, p);

        /// <summary>p-norms over one dimension.</summary>
        public Tensor norm(int dim, bool keepdim = false, float p = 2) => ft_norm_dim(this, dim, keepdim, p);

        /// <summary>The product of all elements.</summary>
        /// <remarks>A literal 0 is taken for a dtype here: write <c>prod(0L)</c> for the first dimension.</remarks>
        public Tensor prod(ScalarType? type = null) => ft_prod(this, Options.Code(type));

        /// <summary>Products over one dimension.</summary>
        public Tensor prod(long dim, bool keepdim = false, ScalarType? type = null) =>
            ft_prod_dim(this, dim, keepdim, Options.Code(type));

        /// <summary>Running sums along one dimension.</summary>
        public Tensor cumsum(long dim, ScalarType? type = null) => ft_cumsum(this, dim, Options.Code(type));

        /// <summary>Logarithms of sums of exponentials over one dimension, without overflow.</summary>
        public Tensor logsumexp(long dim, bool keepdim = false) => ft_logsumexp(this, dim, keepdim);

        /// <summary>Exponentials divided by their sum over dim.</summary>
        public Tensor softmax(long dim, ScalarType? dtype = null) => ft_softmax(this, dim, Options.Code(dtype));

        /// <summary>Logarithms of softmax, without underflow.</summary>
        public Tensor log_softmax(long dim, ScalarType? dtype = null) => ft_log_softmax(this, dim, Options.Code(dtype));

        /// <summary>Whether all elements are not zero.</summary>
        public Tensor all() => ft_all(this);

        /// <summary>Whether all along one dimension are not zero.</summary>
        public Tensor all(long dim, bool keepdim = false) => ft_all_dim(this, dim, keepdim);

        /// <summary>Whether any element is not zero.</summary>
        public Tensor any() => ft_any(this);

        /// <summary>Whether any along one dimension is not zero.</summary>
        public Tensor any(long dim, bool keepdim = false) => ft_any_dim(this, dim, keepdim);

        private Tensor In(ScalarType? type) => type is { } given && given != dtype ? to_type(given) : this;
    }
}
