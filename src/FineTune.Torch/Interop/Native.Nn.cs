using System.Runtime.InteropServices;
using System.Runtime.InteropServices.Marshalling;
using Tensor = TorchSharp.torch.Tensor;

namespace TorchSharp.Interop;

// native/nn.cpp
internal static unsafe partial class Native
{
    [LibraryImport(Library)]
    internal static partial Tensor ft_linear(
        Tensor input, Tensor weight, [MarshalUsing(typeof(OptionalTensorMarshaller))] Tensor? bias);
    [LibraryImport(Library)] internal static partial Tensor ft_dropout(Tensor input, double p, Flag training);
    [LibraryImport(Library)] internal static partial Status ft_dropout_(Tensor input, double p, Flag training);
    [LibraryImport(Library)]
    internal static partial Tensor ft_layer_norm(
        Tensor input, ReadOnlySpan<long> shape, int n, [MarshalUsing(typeof(OptionalTensorMarshaller))] Tensor? weight,
        [MarshalUsing(typeof(OptionalTensorMarshaller))] Tensor? bias, double eps);
    [LibraryImport(Library)] internal static partial Tensor ft_gelu(Tensor tensor, Flag tanh);
    [LibraryImport(Library)] internal static partial Status ft_gelu_(Tensor tensor, Flag tanh);
    [LibraryImport(Library)] internal static partial Tensor ft_silu(Tensor tensor);
    [LibraryImport(Library)] internal static partial Status ft_silu_(Tensor tensor);
    [LibraryImport(Library)] internal static partial Tensor ft_log_sigmoid(Tensor tensor);
    [LibraryImport(Library)] internal static partial Tensor ft_softplus(Tensor tensor, double beta, double threshold);
    [LibraryImport(Library)]
    internal static partial Tensor ft_cross_entropy(
        Tensor input, Tensor target, [MarshalUsing(typeof(OptionalTensorMarshaller))] Tensor? weight, long ignore_index,
        long reduction, double label_smoothing);
    [LibraryImport(Library)]
    internal static partial Tensor ft_nll_loss(
        Tensor input, Tensor target, [MarshalUsing(typeof(OptionalTensorMarshaller))] Tensor? weight, long reduction);
    [LibraryImport(Library)] internal static partial Tensor ft_mse_loss(Tensor input, Tensor target, long reduction);
    [LibraryImport(Library)]
    internal static partial Tensor ft_binary_cross_entropy_with_logits(
        Tensor input, Tensor target, [MarshalUsing(typeof(OptionalTensorMarshaller))] Tensor? weight,
        [MarshalUsing(typeof(OptionalTensorMarshaller))] Tensor? pos_weight, long reduction);
    [LibraryImport(Library)] internal static partial Tensor ft_one_hot(Tensor tensor, long classes);
    [LibraryImport(Library)]
    internal static partial Tensor ft_pad(Tensor tensor, ReadOnlySpan<long> pad, int n, int mode, double value);
    [LibraryImport(Library)] internal static partial Tensor ft_normalize(Tensor tensor, double p, long dim, double eps);
    [LibraryImport(Library)]
    internal static partial Tensor ft_scaled_dot_product_attention(
        Tensor query, Tensor key, Tensor value, [MarshalUsing(typeof(OptionalTensorMarshaller))] Tensor? mask, double p,
        Flag causal);
}
