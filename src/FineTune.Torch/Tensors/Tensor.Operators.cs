using TorchSharp.Interop;
using static TorchSharp.Interop.Native;

namespace TorchSharp;

public static partial class torch
{
    public sealed partial class Tensor
    {
        /// <summary>left + right, element by element.</summary>
        public static Tensor operator +(Tensor left, Tensor right) => ft_add(left, right, Number.One);

        /// <summary>left + right, element by element.</summary>
        public static Tensor operator +(Tensor left, Scalar right) => ft_add_scalar(left, right, Number.One);

        /// <summary>left + right, element by element.</summary>
        public static Tensor operator +(Scalar left, Tensor right) => ft_add_scalar(right, left, Number.One);

        /// <summary>left + right, element by element.</summary>
        public static Tensor operator +(Tensor left, double right) => ft_add_scalar(left, right, Number.One);

        /// <summary>left + right, element by element.</summary>
        public static Tensor operator +(double left, Tensor right) => ft_add_scalar(right, left, Number.One);

        /// <summary>left + right, element by element.</summary>
        public static Tensor operator +(Tensor left, float right) => ft_add_scalar(left, right, Number.One);

        /// <summary>left + right, element by element.</summary>
        public static Tensor operator +(float left, Tensor right) => ft_add_scalar(right, left, Number.One);

        /// <summary>left + right, element by element.</summary>
        public static Tensor operator +(Tensor left, long right) => ft_add_scalar(left, right, Number.One);

        /// <summary>left + right, element by element.</summary>
        public static Tensor operator +(long left, Tensor right) => ft_add_scalar(right, left, Number.One);

        /// <summary>left + right, element by element.</summary>
        public static Tensor operator +(Tensor left, int right) => ft_add_scalar(left, right, Number.One);

        /// <summary>left + right, element by element.</summary>
        public static Tensor operator +(int left, Tensor right) => ft_add_scalar(right, left, Number.One);

        /// <summary>left - right, element by element.</summary>
        public static Tensor operator -(Tensor left, Tensor right) => ft_sub(left, right);

        /// <summary>left - right, element by element.</summary>
        public static Tensor operator -(Tensor left, Scalar right) => ft_sub_scalar(left, right);

        /// <summary>left - right, element by element.</summary>
        public static Tensor operator -(Scalar left, Tensor right) => ft_rsub_scalar(right, left);

        /// <summary>left - right, element by element.</summary>
        public static Tensor operator -(Tensor left, double right) => ft_sub_scalar(left, right);

        /// <summary>left - right, element by element.</summary>
        public static Tensor operator -(double left, Tensor right) => ft_rsub_scalar(right, left);

        /// <summary>left - right, element by element.</summary>
        public static Tensor operator -(Tensor left, float right) => ft_sub_scalar(left, right);

        /// <summary>left - right, element by element.</summary>
        public static Tensor operator -(float left, Tensor right) => ft_rsub_scalar(right, left);

        /// <summary>left - right, element by element.</summary>
        public static Tensor operator -(Tensor left, long right) => ft_sub_scalar(left, right);

        /// <summary>left - right, element by element.</summary>
        public static Tensor operator -(long left, Tensor right) => ft_rsub_scalar(right, left);

        /// <summary>left - right, element by element.</summary>
        public static Tensor operator -(Tensor left, int right) => ft_sub_scalar(left, right);

        /// <summary>left - right, element by element.</summary>
        public static Tensor operator -(int left, Tensor right) => ft_rsub_scalar(right, left);

        /// <summary>left * right, element by element.</summary>
        public static Tensor operator *(Tensor left, Tensor right) => ft_mul(left, right);

        /// <summary>left * right, element by element.</summary>
        public static Tensor operator *(Tensor left, Scalar right) => ft_mul_scalar(left, right);

        /// <summary>left * right, element by element.</summary>
        public static Tensor operator *(Scalar left, Tensor right) => ft_mul_scalar(right, left);

        /// <summary>left * right, element by element.</summary>
        public static Tensor operator *(Tensor left, double right) => ft_mul_scalar(left, right);

        /// <summary>left * right, element by element.</summary>
        public static Tensor operator *(double left, Tensor right) => ft_mul_scalar(right, left);

        /// <summary>left * right, element by element.</summary>
        public static Tensor operator *(Tensor left, float right) => ft_mul_scalar(left, right);

        /// <summary>left * right, element by element.</summary>
        public static Tensor operator *(float left, Tensor right) => ft_mul_scalar(right, left);

        /// <summary>left * right, element by element.</summary>
        public static Tensor operator *(Tensor left, long right) => ft_mul_scalar(left, right);

        /// <summary>left * right, element by element.</summary>
        public static Tensor operator *(long left, Tensor right) => ft_mul_scalar(right, left);

        /// <summary>left * right, element by element.</summary>
        public static Tensor operator *(Tensor left, int right) => ft_mul_scalar(left, right);

        /// <summary>left * right, element by element.</summary>
        public static Tensor operator *(int left, Tensor right) => ft_mul_scalar(right, left);

        /// <summary>left / right, element by element.</summary>
        public static Tensor operator /(Tensor left, Tensor right) => ft_div(left, right, 0);

        /// <summary>left / right, element by element.</summary>
        public static Tensor operator /(Tensor left, Scalar right) => ft_div_scalar(left, right, 0);

        /// <summary>left / right, element by element.</summary>
        public static Tensor operator /(Scalar left, Tensor right) => ft_rdiv_scalar(right, left);

        /// <summary>left / right, element by element.</summary>
        public static Tensor operator /(Tensor left, double right) => ft_div_scalar(left, right, 0);

        /// <summary>left / right, element by element.</summary>
        public static Tensor operator /(double left, Tensor right) => ft_rdiv_scalar(right, left);

        /// <summary>left / right, element by element.</summary>
        public static Tensor operator /(Tensor left, float right) => ft_div_scalar(left, right, 0);

        /// <summary>left / right, element by element.</summary>
        public static Tensor operator /(float left, Tensor right) => ft_rdiv_scalar(right, left);

        /// <summary>left / right, element by element.</summary>
        public static Tensor operator /(Tensor left, long right) => ft_div_scalar(left, right, 0);

        /// <summary>left / right, element by element.</summary>
        public static Tensor operator /(long left, Tensor right) => ft_rdiv_scalar(right, left);

        /// <summary>left / right, element by element.</summary>
        public static Tensor operator /(Tensor left, int right) => ft_div_scalar(left, right, 0);

        /// <summary>left / right, element by element.</summary>
        public static Tensor operator /(int left, Tensor right) => ft_rdiv_scalar(right, left);

        /// <summary>The values with their signs changed.</summary>
        public static Tensor operator -(Tensor tensor) => ft_neg(tensor);
    }
}
