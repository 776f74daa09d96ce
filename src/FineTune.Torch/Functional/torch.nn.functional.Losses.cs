using static TorchSharp.Interop.Native;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        /// <summary>What becomes of the losses of single elements.</summary>
        public enum Reduction : long
        {
            /// <summary>They are returned.</summary>
            None = 0,

            /// <summary>Their mean, weighted where weights are given.</summary>
            Mean = 1,

            /// <summary>Their sum.</summary>
            Sum = 2,
        }

        public static partial class functional
        {
            /// <summary>-log softmax(input) at the target.</summary>
            /// <param name="input">Logits, [batch, classes].</param>
            /// <param name="target">Classes, [batch] Int64, or their probabilities, [batch, classes].</param>
            /// <param name="weight">A factor for every class.</param>
            /// <param name="ignore_index">The target that counts for nothing.</param>
            /// <param name="reduction">Mean divides by the weights of what counted.</param>
            /// <param name="label_smoothing">The share of the target spread over all classes, in [0, 1].</param>
            public static Tensor cross_entropy(
                Tensor input, Tensor target, Tensor? weight = null, long ignore_index = -100,
                Reduction reduction = Reduction.Mean, double label_smoothing = 0) =>
                ft_cross_entropy(input, target, weight, ignore_index, (long)reduction, label_smoothing);

            /// <summary>-input, logarithms of probabilities, at the target. Target -100 counts for nothing.</summary>
            public static Tensor nll_loss(
                Tensor input, Tensor target, Tensor? weight = null, Reduction reduction = Reduction.Mean) =>
                ft_nll_loss(input, target, weight, (long)reduction);

            /// <summary>(input - target)^2.</summary>
            public static Tensor mse_loss(Tensor input, Tensor target, Reduction reduction = Reduction.Mean) =>
                ft_mse_loss(input, target, (long)reduction);

            /// <summary>-target log sigmoid(input) - (1 - target) log sigmoid(-input).</summary>
            public static Tensor binary_cross_entropy_with_logits(
                Tensor input, Tensor target, Tensor? weight = null, Reduction reduction = Reduction.Mean,
                Tensor? pos_weights = null) =>
                ft_binary_cross_entropy_with_logits(input, target, weight, pos_weights, (long)reduction);
        }
    }
}
