using static TorchSharp.Interop.Native;

namespace TorchSharp;

public static partial class torch
{
    public sealed partial class Tensor
    {
        /// <summary>Absolute values.</summary>
        public Tensor abs() => ft_abs(this);

        /// <summary>Absolute values, in place.</summary>
        public Tensor abs_() => After(ft_abs_(this));

        /// <summary>The values with their signs changed.</summary>
        public Tensor neg() => ft_neg(this);

        /// <summary>The values with their signs changed, in place.</summary>
        public Tensor neg_() => After(ft_neg_(this));

        /// <summary>Square roots.</summary>
        public Tensor sqrt() => ft_sqrt(this);

        /// <summary>Square roots, in place.</summary>
        public Tensor sqrt_() => After(ft_sqrt_(this));

        /// <summary>Reciprocals of square roots.</summary>
        public Tensor rsqrt() => ft_rsqrt(this);

        /// <summary>Reciprocals of square roots, in place.</summary>
        public Tensor rsqrt_() => After(ft_rsqrt_(this));

        /// <summary>Squares.</summary>
        public Tensor square() => ft_square(this);

        /// <summary>e to the power of the values.</summary>
        public Tensor exp() => ft_exp(this);

        /// <summary>e to the power of the values, in place.</summary>
        public Tensor exp_() => After(ft_exp_(this));

        /// <summary>e to the power of the values, minus 1, exact near 0.</summary>
        public Tensor expm1() => ft_expm1(this);

        /// <summary>e to the power of the values, minus 1, exact near 0, in place.</summary>
        public Tensor expm1_() => After(ft_expm1_(this));

        /// <summary>Natural logarithms.</summary>
        public Tensor log() => ft_log(this);

        /// <summary>Natural logarithms, in place.</summary>
        public Tensor log_() => After(ft_log_(this));

        /// <summary>Natural logarithms of 1 + the values, exact near 0.</summary>
        public Tensor log1p() => ft_log1p(this);

        /// <summary>Natural logarithms of 1 + the values, exact near 0, in place.</summary>
        public Tensor log1p_() => After(ft_log1p_(this));

        /// <summary>Logarithms to base 2.</summary>
        public Tensor log2() => ft_log2(this);

        /// <summary>Logarithms to base 2, in place.</summary>
        public Tensor log2_() => After(ft_log2_(this));

        /// <summary>1 / (1 + e^-x).</summary>
        public Tensor sigmoid() => ft_sigmoid(this);

        /// <summary>1 / (1 + e^-x), in place.</summary>
        public Tensor sigmoid_() => After(ft_sigmoid_(this));

        /// <summary>Hyperbolic tangents.</summary>
        public Tensor tanh() => ft_tanh(this);

        /// <summary>Hyperbolic tangents, in place.</summary>
        public Tensor tanh_() => After(ft_tanh_(this));

        /// <summary>The error function.</summary>
        public Tensor erf() => ft_erf(this);

        /// <summary>The error function, in place.</summary>
        public Tensor erf_() => After(ft_erf_(this));

        /// <summary>Sines.</summary>
        public Tensor sin() => ft_sin(this);

        /// <summary>Sines, in place.</summary>
        public Tensor sin_() => After(ft_sin_(this));

        /// <summary>Cosines.</summary>
        public Tensor cos() => ft_cos(this);

        /// <summary>Cosines, in place.</summary>
        public Tensor cos_() => After(ft_cos_(this));

        /// <summary>The values, negative ones replaced by 0.</summary>
        public Tensor relu() => ft_relu(this);

        /// <summary>The values, negative ones replaced by 0, in place.</summary>
        public Tensor relu_() => After(ft_relu_(this));

        /// <summary>The largest integers not above the values.</summary>
        public Tensor floor() => ft_floor(this);

        /// <summary>The largest integers not above the values, in place.</summary>
        public Tensor floor_() => After(ft_floor_(this));

        /// <summary>The smallest integers not below the values.</summary>
        public Tensor ceil() => ft_ceil(this);

        /// <summary>The smallest integers not below the values, in place.</summary>
        public Tensor ceil_() => After(ft_ceil_(this));

        /// <summary>The integer parts.</summary>
        public Tensor trunc() => ft_trunc(this);

        /// <summary>The integer parts, in place.</summary>
        public Tensor trunc_() => After(ft_trunc_(this));

        /// <summary>-1, 0 or 1.</summary>
        public Tensor sign() => ft_sign(this);

        /// <summary>-1, 0 or 1, in place.</summary>
        public Tensor sign_() => After(ft_sign_(this));

        /// <summary>1 / x.</summary>
        public Tensor reciprocal() => ft_reciprocal(this);

        /// <summary>1 / x, in place.</summary>
        public Tensor reciprocal_() => After(ft_reciprocal_(this));

        /// <summary>The nearest integers, or numbers with that many decimals; halves go to the even one.</summary>
        public Tensor round(long decimals = 0) => ft_round(this, decimals);

        /// <summary>The nearest integers, or numbers with that many decimals, in place.</summary>
        public Tensor round_(long decimals = 0) => After(ft_round_(this, decimals));

        /// <summary>Which values are neither infinite nor not a number.</summary>
        public Tensor isfinite() => ft_isfinite(this);

        /// <summary>Which values are not a number.</summary>
        public Tensor isnan() => ft_isnan(this);

        /// <summary>Which values are infinite.</summary>
        public Tensor isinf() => ft_isinf(this);
    }
}
