using System.Runtime.InteropServices;
using System.Runtime.InteropServices.Marshalling;
using Tensor = TorchSharp.torch.Tensor;

namespace TorchSharp.Interop;

// native/pointwise.cpp
internal static unsafe partial class Native
{
    [LibraryImport(Library)] internal static partial Tensor ft_abs(Tensor tensor);
    [LibraryImport(Library)] internal static partial Status ft_abs_(Tensor tensor);
    [LibraryImport(Library)] internal static partial Tensor ft_neg(Tensor tensor);
    [LibraryImport(Library)] internal static partial Status ft_neg_(Tensor tensor);
    [LibraryImport(Library)] internal static partial Tensor ft_sqrt(Tensor tensor);
    [LibraryImport(Library)] internal static partial Status ft_sqrt_(Tensor tensor);
    [LibraryImport(Library)] internal static partial Tensor ft_rsqrt(Tensor tensor);
    [LibraryImport(Library)] internal static partial Status ft_rsqrt_(Tensor tensor);
    [LibraryImport(Library)] internal static partial Tensor ft_square(Tensor tensor);
    [LibraryImport(Library)] internal static partial Tensor ft_exp(Tensor tensor);
    [LibraryImport(Library)] internal static partial Status ft_exp_(Tensor tensor);
    [LibraryImport(Library)] internal static partial Tensor ft_expm1(Tensor tensor);
    [LibraryImport(Library)] internal static partial Status ft_expm1_(Tensor tensor);
    [LibraryImport(Library)] internal static partial Tensor ft_log(Tensor tensor);
    [LibraryImport(Library)] internal static partial Status ft_log_(Tensor tensor);
    [LibraryImport(Library)] internal static partial Tensor ft_log1p(Tensor tensor);
    [LibraryImport(Library)] internal static partial Status ft_log1p_(Tensor tensor);
    [LibraryImport(Library)] internal static partial Tensor ft_log2(Tensor tensor);
    [LibraryImport(Library)] internal static partial Status ft_log2_(Tensor tensor);
    [LibraryImport(Library)] internal static partial Tensor ft_sigmoid(Tensor tensor);
    [LibraryImport(Library)] internal static partial Status ft_sigmoid_(Tensor tensor);
    [LibraryImport(Library)] internal static partial Tensor ft_tanh(Tensor tensor);
    [LibraryImport(Library)] internal static partial Status ft_tanh_(Tensor tensor);
    [LibraryImport(Library)] internal static partial Tensor ft_erf(Tensor tensor);
    [LibraryImport(Library)] internal static partial Status ft_erf_(Tensor tensor);
    [LibraryImport(Library)] internal static partial Tensor ft_sin(Tensor tensor);
    [LibraryImport(Library)] internal static partial Status ft_sin_(Tensor tensor);
    [LibraryImport(Library)] internal static partial Tensor ft_cos(Tensor tensor);
    [LibraryImport(Library)] internal static partial Status ft_cos_(Tensor tensor);
    [LibraryImport(Library)] internal static partial Tensor ft_relu(Tensor tensor);
    [LibraryImport(Library)] internal static partial Status ft_relu_(Tensor tensor);
    [LibraryImport(Library)] internal static partial Tensor ft_floor(Tensor tensor);
    [LibraryImport(Library)] internal static partial Status ft_floor_(Tensor tensor);
    [LibraryImport(Library)] internal static partial Tensor ft_ceil(Tensor tensor);
    [LibraryImport(Library)] internal static partial Status ft_ceil_(Tensor tensor);
    [LibraryImport(Library)] internal static partial Tensor ft_trunc(Tensor tensor);
    [LibraryImport(Library)] internal static partial Status ft_trunc_(Tensor tensor);
    [LibraryImport(Library)] internal static partial Tensor ft_sign(Tensor tensor);
    [LibraryImport(Library)] internal static partial Status ft_sign_(Tensor tensor);
    [LibraryImport(Library)] internal static partial Tensor ft_reciprocal(Tensor tensor);
    [LibraryImport(Library)] internal static partial Status ft_reciprocal_(Tensor tensor);
    [LibraryImport(Library)] internal static partial Tensor ft_round(Tensor tensor, long decimals);
    [LibraryImport(Library)] internal static partial Status ft_round_(Tensor tensor, long decimals);
    [LibraryImport(Library)] internal static partial Tensor ft_isfinite(Tensor tensor);
    [LibraryImport(Library)] internal static partial Tensor ft_isnan(Tensor tensor);
    [LibraryImport(Library)] internal static partial Tensor ft_isinf(Tensor tensor);
    [LibraryImport(Library)] internal static partial Tensor ft_add(Tensor tensor, Tensor other, Number alpha);
    [LibraryImport(Library)] internal static partial Tensor ft_add_scalar(Tensor tensor, Number other, Number alpha);
    [LibraryImport(Library)] internal static partial Status ft_add_(Tensor tensor, Tensor other, Number alpha);
    [LibraryImport(Library)] internal static partial Status ft_add_scalar_(Tensor tensor, Number other, Number alpha);
    [LibraryImport(Library)] internal static partial Tensor ft_sub(Tensor tensor, Tensor other);
    [LibraryImport(Library)] internal static partial Tensor ft_sub_scalar(Tensor tensor, Number other);
    [LibraryImport(Library)] internal static partial Status ft_sub_(Tensor tensor, Tensor other);
    [LibraryImport(Library)] internal static partial Status ft_sub_scalar_(Tensor tensor, Number other);
    [LibraryImport(Library)] internal static partial Tensor ft_mul(Tensor tensor, Tensor other);
    [LibraryImport(Library)] internal static partial Tensor ft_mul_scalar(Tensor tensor, Number other);
    [LibraryImport(Library)] internal static partial Status ft_mul_(Tensor tensor, Tensor other);
    [LibraryImport(Library)] internal static partial Status ft_mul_scalar_(Tensor tensor, Number other);
    [LibraryImport(Library)] internal static partial Tensor ft_div(Tensor tensor, Tensor other, int mode);
    [LibraryImport(Library)] internal static partial Tensor ft_div_scalar(Tensor tensor, Number other, int mode);
    [LibraryImport(Library)] internal static partial Status ft_div_(Tensor tensor, Tensor other, int mode);
    [LibraryImport(Library)] internal static partial Status ft_div_scalar_(Tensor tensor, Number other, int mode);
    [LibraryImport(Library)] internal static partial Tensor ft_pow(Tensor tensor, Tensor other);
    [LibraryImport(Library)] internal static partial Tensor ft_pow_scalar(Tensor tensor, Number other);
    [LibraryImport(Library)] internal static partial Status ft_pow_(Tensor tensor, Tensor other);
    [LibraryImport(Library)] internal static partial Status ft_pow_scalar_(Tensor tensor, Number other);
    [LibraryImport(Library)] internal static partial Tensor ft_rsub_scalar(Tensor tensor, Number other);
    [LibraryImport(Library)] internal static partial Tensor ft_rdiv_scalar(Tensor tensor, Number other);
    [LibraryImport(Library)] internal static partial Tensor ft_remainder(Tensor tensor, Tensor other);
    [LibraryImport(Library)] internal static partial Tensor ft_remainder_scalar(Tensor tensor, Number other);
    [LibraryImport(Library)]
    internal static partial Tensor ft_addcmul(Tensor tensor, Tensor tensor1, Tensor tensor2, Number value);
    [LibraryImport(Library)]
    internal static partial Status ft_addcmul_(Tensor tensor, Tensor tensor1, Tensor tensor2, Number value);
    [LibraryImport(Library)]
    internal static partial Tensor ft_addcdiv(Tensor tensor, Tensor tensor1, Tensor tensor2, Number value);
    [LibraryImport(Library)]
    internal static partial Status ft_addcdiv_(Tensor tensor, Tensor tensor1, Tensor tensor2, Number value);
    [LibraryImport(Library)] internal static partial Tensor ft_lerp(Tensor tensor, Tensor end, Tensor weight);
    [LibraryImport(Library)] internal static partial Status ft_lerp_(Tensor tensor, Tensor end, Tensor weight);
    [LibraryImport(Library)] internal static partial Tensor ft_eq(Tensor tensor, Tensor other);
    [LibraryImport(Library)] internal static partial Tensor ft_eq_scalar(Tensor tensor, Number other);
    [LibraryImport(Library)] internal static partial Status ft_eq_(Tensor tensor, Tensor other);
    [LibraryImport(Library)] internal static partial Status ft_eq_scalar_(Tensor tensor, Number other);
    [LibraryImport(Library)] internal static partial Tensor ft_ne(Tensor tensor, Tensor other);
    [LibraryImport(Library)] internal static partial Tensor ft_ne_scalar(Tensor tensor, Number other);
    [LibraryImport(Library)] internal static partial Status ft_ne_(Tensor tensor, Tensor other);
    [LibraryImport(Library)] internal static partial Status ft_ne_scalar_(Tensor tensor, Number other);
    [LibraryImport(Library)] internal static partial Tensor ft_lt(Tensor tensor, Tensor other);
    [LibraryImport(Library)] internal static partial Tensor ft_lt_scalar(Tensor tensor, Number other);
    [LibraryImport(Library)] internal static partial Status ft_lt_(Tensor tensor, Tensor other);
    [LibraryImport(Library)] internal static partial Status ft_lt_scalar_(Tensor tensor, Number other);
    [LibraryImport(Library)] internal static partial Tensor ft_le(Tensor tensor, Tensor other);
    [LibraryImport(Library)] internal static partial Tensor ft_le_scalar(Tensor tensor, Number other);
    [LibraryImport(Library)] internal static partial Status ft_le_(Tensor tensor, Tensor other);
    [LibraryImport(Library)] internal static partial Status ft_le_scalar_(Tensor tensor, Number other);
    [LibraryImport(Library)] internal static partial Tensor ft_gt(Tensor tensor, Tensor other);
    [LibraryImport(Library)] internal static partial Tensor ft_gt_scalar(Tensor tensor, Number other);
    [LibraryImport(Library)] internal static partial Status ft_gt_(Tensor tensor, Tensor other);
    [LibraryImport(Library)] internal static partial Status ft_gt_scalar_(Tensor tensor, Number other);
    [LibraryImport(Library)] internal static partial Tensor ft_ge(Tensor tensor, Tensor other);
    [LibraryImport(Library)] internal static partial Tensor ft_ge_scalar(Tensor tensor, Number other);
    [LibraryImport(Library)] internal static partial Status ft_ge_(Tensor tensor, Tensor other);
    [LibraryImport(Library)] internal static partial Status ft_ge_scalar_(Tensor tensor, Number other);
    [LibraryImport(Library)] internal static partial Tensor ft_logical_and(Tensor tensor, Tensor other);
    [LibraryImport(Library)] internal static partial Status ft_logical_and_(Tensor tensor, Tensor other);
    [LibraryImport(Library)] internal static partial Tensor ft_logical_or(Tensor tensor, Tensor other);
    [LibraryImport(Library)] internal static partial Status ft_logical_or_(Tensor tensor, Tensor other);
    [LibraryImport(Library)] internal static partial Tensor ft_logical_xor(Tensor tensor, Tensor other);
    [LibraryImport(Library)] internal static partial Status ft_logical_xor_(Tensor tensor, Tensor other);
    [LibraryImport(Library)] internal static partial Tensor ft_bitwise_and(Tensor tensor, Tensor other);
    [LibraryImport(Library)] internal static partial Tensor ft_bitwise_or(Tensor tensor, Tensor other);
    [LibraryImport(Library)] internal static partial Tensor ft_bitwise_xor(Tensor tensor, Tensor other);
    [LibraryImport(Library)] internal static partial Tensor ft_logical_not(Tensor tensor);
    [LibraryImport(Library)] internal static partial Status ft_logical_not_(Tensor tensor);
    [LibraryImport(Library)] internal static partial Tensor ft_bitwise_not(Tensor tensor);
    [LibraryImport(Library)] internal static partial Tensor ft_maximum(Tensor tensor, Tensor other);
    [LibraryImport(Library)] internal static partial Tensor ft_minimum(Tensor tensor, Tensor other);
    [LibraryImport(Library)] internal static partial Tensor ft_clamp(Tensor tensor, Number min, Number max);
    [LibraryImport(Library)] internal static partial Status ft_clamp_(Tensor tensor, Number min, Number max);
    [LibraryImport(Library)]
    internal static partial Tensor ft_clamp_tensor(
        Tensor tensor, [MarshalUsing(typeof(OptionalTensorMarshaller))] Tensor? min,
        [MarshalUsing(typeof(OptionalTensorMarshaller))] Tensor? max);
    [LibraryImport(Library)]
    internal static partial Status ft_clamp_tensor_(
        Tensor tensor, [MarshalUsing(typeof(OptionalTensorMarshaller))] Tensor? min,
        [MarshalUsing(typeof(OptionalTensorMarshaller))] Tensor? max);
    [LibraryImport(Library)] internal static partial Tensor ft_where(Tensor condition, Tensor x, Tensor y);
    [LibraryImport(Library)] internal static partial Tensor ft_masked_fill(Tensor tensor, Tensor mask, Number value);
    [LibraryImport(Library)] internal static partial Status ft_masked_fill_(Tensor tensor, Tensor mask, Number value);
    [LibraryImport(Library)] internal static partial Tensor ft_tril(Tensor tensor, long diagonal);
    [LibraryImport(Library)] internal static partial Status ft_tril_(Tensor tensor, long diagonal);
    [LibraryImport(Library)] internal static partial Tensor ft_triu(Tensor tensor, long diagonal);
    [LibraryImport(Library)] internal static partial Status ft_triu_(Tensor tensor, long diagonal);
}
