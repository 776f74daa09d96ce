using static TorchSharp.Interop.Native;

namespace TorchSharp;

public static partial class torch
{
    public sealed partial class Tensor
    {
        /// <summary>Where left equals right. Compare with null by <c>is null</c>.</summary>
        public static Tensor operator ==(Tensor left, Tensor right) => ft_eq(left, right);

        /// <summary>Where left equals right. Compare with null by <c>is null</c>.</summary>
        public static Tensor operator ==(Tensor left, Scalar right) => ft_eq_scalar(left, right);

        /// <summary>Where left equals right. Compare with null by <c>is null</c>.</summary>
        public static Tensor operator ==(Scalar left, Tensor right) => ft_eq_scalar(right, left);

        /// <summary>Where left differs from right. Compare with null by <c>is not null</c>.</summary>
        public static Tensor operator !=(Tensor left, Tensor right) => ft_ne(left, right);

        /// <summary>Where left differs from right. Compare with null by <c>is not null</c>.</summary>
        public static Tensor operator !=(Tensor left, Scalar right) => ft_ne_scalar(left, right);

        /// <summary>Where left differs from right. Compare with null by <c>is not null</c>.</summary>
        public static Tensor operator !=(Scalar left, Tensor right) => ft_ne_scalar(right, left);

        /// <summary>Where left is below right.</summary>
        public static Tensor operator <(Tensor left, Tensor right) => ft_lt(left, right);

        /// <summary>Where left is below right.</summary>
        public static Tensor operator <(Tensor left, Scalar right) => ft_lt_scalar(left, right);

        /// <summary>Where left is below right.</summary>
        public static Tensor operator <(Scalar left, Tensor right) => ft_gt_scalar(right, left);

        /// <summary>Where left is not above right.</summary>
        public static Tensor operator <=(Tensor left, Tensor right) => ft_le(left, right);

        /// <summary>Where left is not above right.</summary>
        public static Tensor operator <=(Tensor left, Scalar right) => ft_le_scalar(left, right);

        /// <summary>Where left is not above right.</summary>
        public static Tensor operator <=(Scalar left, Tensor right) => ft_ge_scalar(right, left);

        /// <summary>Where left is above right.</summary>
        public static Tensor operator >(Tensor left, Tensor right) => ft_gt(left, right);

        /// <summary>Where left is above right.</summary>
        public static Tensor operator >(Tensor left, Scalar right) => ft_gt_scalar(left, right);

        /// <summary>Where left is above right.</summary>
        public static Tensor operator >(Scalar left, Tensor right) => ft_lt_scalar(right, left);

        /// <summary>Where left is not below right.</summary>
        public static Tensor operator >=(Tensor left, Tensor right) => ft_ge(left, right);

        /// <summary>Where left is not below right.</summary>
        public static Tensor operator >=(Tensor left, Scalar right) => ft_ge_scalar(left, right);

        /// <summary>Where left is not below right.</summary>
        public static Tensor operator >=(Scalar left, Tensor right) => ft_le_scalar(right, left);

        /// <summary>Bitwise and; logical and of booleans.</summary>
        public static Tensor operator &(Tensor left, Tensor right) => ft_bitwise_and(left, right);

        /// <summary>Bitwise or; logical or of booleans.</summary>
        public static Tensor operator |(Tensor left, Tensor right) => ft_bitwise_or(left, right);

        /// <summary>Bitwise exclusive or.</summary>
        public static Tensor operator ^(Tensor left, Tensor right) => ft_bitwise_xor(left, right);

        /// <summary>Bitwise not; logical not of booleans.</summary>
        public static Tensor operator ~(Tensor left) => ft_bitwise_not(left);
    }
}
