using static TorchSharp.Interop.Native;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class functional
        {
            /// <summary>input @ weights^T + bias.</summary>
            /// <param name="input">[..., in].</param>
            /// <param name="weights">[out, in].</param>
            /// <param name="bias">[out].</param>
            /// <returns>[..., out].</returns>
            public static Tensor linear(Tensor input, Tensor weights, Tensor? bias = null) =>
                ft_linear(input, weights, bias);

            /// <summary>Mean 0 and variance 1 over the last dimensions, then times weight, plus bias.</summary>
            public static Tensor layer_norm(
                Tensor input, long[] normalized_shape, Tensor? weight = null, Tensor? bias = null,
                double eps = 1e-05) =>
                ft_layer_norm(input, normalized_shape, normalized_shape.Length, weight, bias, eps);

            /// <summary>Divides by the p-norm over dim, or by eps if that is larger.</summary>
            public static Tensor normalize(Tensor input, double p = 2, long dim = 1, double eps = 1e-12) =>
                ft_normalize(input, p, dim, eps);

            /// <summary>1 at the place that each whole number names, 0 elsewhere, in a new last dimension.</summary>
            public static Tensor one_hot(Tensor x, long num_classes = -1) => ft_one_hot(x, num_classes);

            /// <summary>Pads the last dimensions, last first: (left, right, top, bottom, ...).</summary>
            public static Tensor pad(
                Tensor input, ReadOnlySpan<long> pad, PaddingModes mode = PaddingModes.Constant, double value = 0) =>
                ft_pad(input, pad, pad.Length, (int)mode, value);

            /// <inheritdoc cref="pad(Tensor, ReadOnlySpan{long}, PaddingModes, double)"/>
            public static Tensor pad(
                Tensor input, long[] pad, PaddingModes mode = PaddingModes.Constant, double value = 0) =>
                ft_pad(input, pad, pad.Length, (int)mode, value);

            /// <summary>Pads both ends of the last dimension alike.</summary>
            public static Tensor pad(
                Tensor input, long pad, PaddingModes mode = PaddingModes.Constant, double value = 0) =>
                ft_pad(input, [pad, pad], 2, (int)mode, value);

            /// <summary>Pads the last dimension.</summary>
            public static Tensor pad(
                Tensor input, (long, long) pad, PaddingModes mode = PaddingModes.Constant, double value = 0) =>
                ft_pad(input, [pad.Item1, pad.Item2], 2, (int)mode, value);

            /// <summary>Pads the last two dimensions, the last one first.</summary>
            public static Tensor pad(
                Tensor input, (long, long, long, long) pad, PaddingModes mode = PaddingModes.Constant,
                double value = 0) => ft_pad(input, [pad.Item1, pad.Item2, pad.Item3, pad.Item4], 4, (int)mode, value);

            /// <summary>softmax(query @ key^T / sqrt(head_dim) + mask) @ value, fused where libtorch can.</summary>
            /// <param name="query">[..., queries, head_dim].</param>
            /// <param name="key">[..., keys, head_dim].</param>
            /// <param name="value">[..., keys, value_dim].</param>
            /// <param name="attn_mask">[..., queries, keys]: booleans that say what is seen, or numbers to add.</param>
            /// <param name="p">Dropout probability of the weights; applies always, so 0 outside of training.</param>
            /// <param name="is_casual">Whether a query sees no later key; then there may be no mask.</param>
            /// <returns>[..., queries, value_dim].</returns>
            public static Tensor scaled_dot_product_attention(
                Tensor query, Tensor key, Tensor value, Tensor? attn_mask = null, double p = 0,
                bool is_casual = false) =>
                ft_scaled_dot_product_attention(query, key, value, attn_mask, p, is_casual);
        }
    }
}
