using TorchSharp.Interop;
using static TorchSharp.Interop.Native;

namespace TorchSharp;

public static partial class torch
{
    public sealed partial class Tensor
    {
        /// <summary>this + target.</summary>
        public Tensor add(Tensor target) => ft_add(this, target, Number.One);

        /// <summary>this + alpha * target.</summary>
        public Tensor add(Tensor target, Scalar alpha) => ft_add(this, target, alpha);

        /// <summary>this + scalar.</summary>
        public Tensor add(Scalar scalar) => ft_add_scalar(this, scalar, Number.One);

        /// <summary>this + alpha * scalar.</summary>
        public Tensor add(Scalar scalar, Scalar alpha) => ft_add_scalar(this, scalar, alpha);

        /// <summary>Adds target, in place.</summary>
        public Tensor add_(Tensor target) => After(ft_add_(this, target, Number.One));

        /// <summary>Adds alpha * target, in place.</summary>
        public Tensor add_(Tensor target, Scalar alpha) => After(ft_add_(this, target, alpha));

        /// <summary>Adds scalar, in place.</summary>
        public Tensor add_(Scalar scalar) => After(ft_add_scalar_(this, scalar, Number.One));

        /// <summary>Adds alpha * scalar, in place.</summary>
        public Tensor add_(Scalar scalar, Scalar alpha) => After(ft_add_scalar_(this, scalar, alpha));

        /// <summary>this - target.</summary>
        public Tensor sub(Tensor target) => ft_sub(this, target);

        /// <summary>this - target.</summary>
        public Tensor sub(Scalar target) => ft_sub_scalar(this, target);

        /// <summary>Subtracts target, in place.</summary>
        public Tensor sub_(Tensor target) => After(ft_sub_(this, target));

        /// <summary>Subtracts target, in place.</summary>
        public Tensor sub_(Scalar target) => After(ft_sub_scalar_(this, target));

        /// <summary>this * target, element by element.</summary>
        public Tensor mul(Tensor target) => ft_mul(this, target);

        /// <summary>this * target, element by element.</summary>
        public Tensor mul(Scalar target) => ft_mul_scalar(this, target);

        /// <summary>Multiplies by target, in place.</summary>
        public Tensor mul_(Tensor target) => After(ft_mul_(this, target));

        /// <summary>Multiplies by target, in place.</summary>
        public Tensor mul_(Scalar target) => After(ft_mul_scalar_(this, target));

        /// <summary>this / target, rounded as <paramref name="rounding_mode"/> says.</summary>
        public Tensor div(Tensor target, RoundingMode rounding_mode = RoundingMode.None) =>
            ft_div(this, target, (int)rounding_mode);

        /// <summary>this / target, rounded as <paramref name="rounding_mode"/> says.</summary>
        public Tensor div(Scalar target, RoundingMode rounding_mode = RoundingMode.None) =>
            ft_div_scalar(this, target, (int)rounding_mode);

        /// <summary>Divides by target, in place.</summary>
        public Tensor div_(Tensor target, RoundingMode rounding_mode = RoundingMode.None) =>
            After(ft_div_(this, target, (int)rounding_mode));

        /// <summary>Divides by target, in place.</summary>
        public Tensor div_(Scalar target, RoundingMode rounding_mode = RoundingMode.None) =>
            After(ft_div_scalar_(this, target, (int)rounding_mode));

        /// <summary>The values to the power of exponent.</summary>
        public Tensor pow(Tensor exponent) => ft_pow(this, exponent);

        /// <summary>The values to the power of exponent.</summary>
        public Tensor pow(Scalar exponent) => ft_pow_scalar(this, exponent);

        /// <summary>The values to the power of exponent, in place.</summary>
        public Tensor pow_(Tensor exponent) => After(ft_pow_(this, exponent));

        /// <summary>The values to the power of exponent, in place.</summary>
        public Tensor pow_(Scalar exponent) => After(ft_pow_scalar_(this, exponent));

        /// <summary>The remainder of a division, with the sign of scalar.</summary>
        public Tensor remainder(Scalar scalar) => ft_remainder_scalar(this, scalar);

        /// <summary>The remainder of a division, with the sign of target.</summary>
        public Tensor remainder(Tensor target) => ft_remainder(this, target);

        /// <summary>this + value * tensor1 * tensor2.</summary>
        public Tensor addcmul(Tensor tensor1, Tensor tensor2, Scalar value) =>
            ft_addcmul(this, tensor1, tensor2, value);

        /// <summary>Adds value * tensor1 * tensor2, in place.</summary>
        public Tensor addcmul_(Tensor tensor1, Tensor tensor2, Scalar value) =>
            After(ft_addcmul_(this, tensor1, tensor2, value));

        /// <summary>this + tensor1 / tensor2.</summary>
        public Tensor addcdiv(Tensor tensor1, Tensor tensor2) => ft_addcdiv(this, tensor1, tensor2, Number.One);

        /// <summary>this + value * tensor1 / tensor2.</summary>
        public Tensor addcdiv(Tensor tensor1, Tensor tensor2, Scalar value) =>
            ft_addcdiv(this, tensor1, tensor2, value);

        /// <summary>Adds tensor1 / tensor2, in place.</summary>
        public Tensor addcdiv_(Tensor tensor1, Tensor tensor2) =>
            After(ft_addcdiv_(this, tensor1, tensor2, Number.One));

        /// <summary>Adds value * tensor1 / tensor2, in place.</summary>
        public Tensor addcdiv_(Tensor tensor1, Tensor tensor2, Scalar value) =>
            After(ft_addcdiv_(this, tensor1, tensor2, value));

        /// <summary>this + weight * (end - this).</summary>
        public Tensor lerp(Tensor end, Tensor weight) => ft_lerp(this, end, weight);

        /// <summary>Moves towards end by weight, in place.</summary>
        public Tensor lerp_(Tensor end, Tensor weight) => After(ft_lerp_(this, end, weight));
    }
}
