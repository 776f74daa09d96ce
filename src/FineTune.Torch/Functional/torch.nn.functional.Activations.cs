using static TorchSharp.Interop.Native;
using GELU = TorchSharp.Modules.GELU;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>Neural networks.</summary>
    public static partial class nn
    {
        /// <summary>Functions of tensors that networks are made of.</summary>
        public static partial class functional
        {
            /// <summary>x times the normal distribution function, arXiv:1606.08415.</summary>
            public static Tensor gelu(Tensor x) => ft_gelu(x, tanh: false);

            /// <inheritdoc cref="gelu(Tensor)"/>
            public static Tensor gelu(Tensor x, bool inplace) => gelu(x, GELU.Approximate.none, inplace);

            /// <inheritdoc cref="gelu(Tensor)"/>
            public static Tensor gelu(Tensor x, GELU.Approximate approximate, bool inplace = false)
            {
                var tanh = approximate == GELU.Approximate.tanh;
                if (!inplace)
                {
                    return ft_gelu(x, tanh);
                }
                _ = ft_gelu_(x, tanh);
                return x;
            }

            /// <summary>The values, negative ones replaced by 0.</summary>
            public static Tensor relu(Tensor x, bool inplace = false) => inplace ? x.relu_() : x.relu();

            /// <summary>x * sigmoid(x), arXiv:1702.03118.</summary>
            public static Tensor silu(Tensor x, bool inplace = false) => inplace ? x.silu_() : x.silu();

            /// <summary>Hyperbolic tangents.</summary>
            public static Tensor tanh(Tensor x, bool inplace = false) => inplace ? x.tanh_() : x.tanh();

            /// <summary>1 / (1 + e^-x).</summary>
            public static Tensor sigmoid(Tensor x) => x.sigmoid();

            /// <inheritdoc cref="sigmoid(Tensor)"/>
            public static Tensor sigmoid(Tensor x, bool inplace) => inplace ? x.sigmoid_() : x.sigmoid();

            /// <summary>Logarithms of sigmoid, without underflow.</summary>
            public static Tensor logsigmoid(Tensor x) => ft_log_sigmoid(x);

            /// <summary>log(1 + e^(beta x)) / beta; x itself where beta x is above threshold.</summary>
            public static Tensor softplus(Tensor x, double beta = 1, double threshold = 20) =>
                ft_softplus(x, beta, threshold);

            /// <summary>Exponentials divided by their sum over dim.</summary>
            public static Tensor softmax(Tensor input, long dim, ScalarType? dtype = null) =>
                input.softmax(dim, dtype);

            /// <summary>Logarithms of softmax, without underflow.</summary>
            public static Tensor log_softmax(Tensor x, long dim) => x.log_softmax(dim);

            /// <summary>Zeroes elements at probability p and divides the others by 1 - p, when training.</summary>
            public static Tensor dropout(Tensor input, double p = 0.5, bool training = true, bool inplace = false)
            {
                if (!inplace)
                {
                    return ft_dropout(input, p, training);
                }
                _ = ft_dropout_(input, p, training);
                return input;
            }
        }
    }

    public sealed partial class Tensor
    {
        /// <summary>x times the normal distribution function, arXiv:1606.08415.</summary>
        public Tensor gelu() => ft_gelu(this, tanh: false);

        /// <inheritdoc cref="gelu()"/>
        public Tensor gelu(GELU.Approximate approximate) => ft_gelu(this, approximate == GELU.Approximate.tanh);

        /// <summary>x * sigmoid(x), arXiv:1702.03118.</summary>
        public Tensor silu() => ft_silu(this);

        /// <summary>x * sigmoid(x), in place.</summary>
        public Tensor silu_() => After(ft_silu_(this));

        /// <summary>Logarithms of sigmoid, without underflow.</summary>
        public Tensor log_sigmoid() => ft_log_sigmoid(this);

        /// <summary>log(1 + e^(beta x)) / beta; x itself where beta x is above threshold.</summary>
        public Tensor softplus(double beta = 1, double threshold = 20) => ft_softplus(this, beta, threshold);
    }
}
