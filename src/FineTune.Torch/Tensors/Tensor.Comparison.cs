using static TorchSharp.Interop.Native;

namespace TorchSharp;

public static partial class torch
{
    public sealed partial class Tensor
    {
        /// <summary>Where the values equal target.</summary>
        public Tensor eq(Tensor target) => ft_eq(this, target);

        /// <summary>Where the values equal target.</summary>
        public Tensor eq(Scalar target) => ft_eq_scalar(this, target);

        /// <summary>Where the values equal target, written over this tensor as 0 and 1.</summary>
        public Tensor eq_(Tensor target) => After(ft_eq_(this, target));

        /// <summary>Where the values equal target, written over this tensor as 0 and 1.</summary>
        public Tensor eq_(Scalar target) => After(ft_eq_scalar_(this, target));

        /// <summary>Where the values differ from target.</summary>
        public Tensor ne(Tensor target) => ft_ne(this, target);

        /// <summary>Where the values differ from target.</summary>
        public Tensor ne(Scalar target) => ft_ne_scalar(this, target);

        /// <summary>Where the values differ from target, written over this tensor as 0 and 1.</summary>
        public Tensor ne_(Tensor target) => After(ft_ne_(this, target));

        /// <summary>Where the values differ from target, written over this tensor as 0 and 1.</summary>
        public Tensor ne_(Scalar target) => After(ft_ne_scalar_(this, target));

        /// <summary>Where the values are below target.</summary>
        public Tensor lt(Tensor target) => ft_lt(this, target);

        /// <summary>Where the values are below target.</summary>
        public Tensor lt(Scalar target) => ft_lt_scalar(this, target);

        /// <summary>Where the values are below target, written over this tensor as 0 and 1.</summary>
        public Tensor lt_(Tensor target) => After(ft_lt_(this, target));

        /// <summary>Where the values are below target, written over this tensor as 0 and 1.</summary>
        public Tensor lt_(Scalar target) => After(ft_lt_scalar_(this, target));

        /// <summary>Where the values are not above target.</summary>
        public Tensor le(Tensor target) => ft_le(this, target);

        /// <summary>Where the values are not above target.</summary>
        public Tensor le(Scalar target) => ft_le_scalar(this, target);

        /// <summary>Where the values are not above target, written over this tensor as 0 and 1.</summary>
        public Tensor le_(Tensor target) => After(ft_le_(this, target));

        /// <summary>Where the values are not above target, written over this tensor as 0 and 1.</summary>
        public Tensor le_(Scalar target) => After(ft_le_scalar_(this, target));

        /// <summary>Where the values are above target.</summary>
        public Tensor gt(Tensor target) => ft_gt(this, target);

        /// <summary>Where the values are above target.</summary>
        public Tensor gt(Scalar target) => ft_gt_scalar(this, target);

        /// <summary>Where the values are above target, written over this tensor as 0 and 1.</summary>
        public Tensor gt_(Tensor target) => After(ft_gt_(this, target));

        /// <summary>Where the values are above target, written over this tensor as 0 and 1.</summary>
        public Tensor gt_(Scalar target) => After(ft_gt_scalar_(this, target));

        /// <summary>Where the values are not below target.</summary>
        public Tensor ge(Tensor target) => ft_ge(this, target);

        /// <summary>Where the values are not below target.</summary>
        public Tensor ge(Scalar target) => ft_ge_scalar(this, target);

        /// <summary>Where the values are not below target, written over this tensor as 0 and 1.</summary>
        public Tensor ge_(Tensor target) => After(ft_ge_(this, target));

        /// <summary>Where the values are not below target, written over this tensor as 0 and 1.</summary>
        public Tensor ge_(Scalar target) => After(ft_ge_scalar_(this, target));

        /// <summary>Where both are not zero.</summary>
        public Tensor logical_and(Tensor other) => ft_logical_and(this, other);

        /// <summary>Where both are not zero, in place.</summary>
        public Tensor logical_and_(Tensor other) => After(ft_logical_and_(this, other));

        /// <summary>Where either is not zero.</summary>
        public Tensor logical_or(Tensor other) => ft_logical_or(this, other);

        /// <summary>Where either is not zero, in place.</summary>
        public Tensor logical_or_(Tensor other) => After(ft_logical_or_(this, other));

        /// <summary>Where exactly one is not zero.</summary>
        public Tensor logical_xor(Tensor other) => ft_logical_xor(this, other);

        /// <summary>Where exactly one is not zero, in place.</summary>
        public Tensor logical_xor_(Tensor other) => After(ft_logical_xor_(this, other));

        /// <summary>Bitwise and; logical and of booleans.</summary>
        public Tensor bitwise_and(Tensor other) => ft_bitwise_and(this, other);

        /// <summary>Bitwise or; logical or of booleans.</summary>
        public Tensor bitwise_or(Tensor other) => ft_bitwise_or(this, other);

        /// <summary>Bitwise exclusive or.</summary>
        public Tensor bitwise_xor(Tensor other) => ft_bitwise_xor(this, other);

        /// <summary>Where the values are zero.</summary>
        public Tensor logical_not() => ft_logical_not(this);

        /// <summary>Where the values are zero, in place.</summary>
        public Tensor logical_not_() => After(ft_logical_not_(this));

        /// <summary>Bitwise not; logical not of booleans.</summary>
        public Tensor bitwise_not() => ft_bitwise_not(this);
    }
}
