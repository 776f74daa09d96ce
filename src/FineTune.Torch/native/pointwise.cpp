// Element by element: unary, binary, comparing, selecting.
#include "finetune_torch.h"

using namespace finetune;

// name(t), and name_(t) in place.
#define FT_UNARY(name)                                                                     \
  FT_API Tensor* ft_##name(Tensor* t) { return make([&] { return t->name(); }); }          \
  FT_API int32_t ft_##name##_(Tensor* t) { return run([&] { t->name##_(); }); }

// name(t, other) with a tensor or a number, and both in place.
#define FT_COMPARE(name)                                                                                            \
  FT_API Tensor* ft_##name(Tensor* t, Tensor* other) { return make([&] { return t->name(*other); }); }              \
  FT_API Tensor* ft_##name##_scalar(Tensor* t, Number other) {                                                      \
    return make([&] { return t->name(other.scalar()); });                                                           \
  }                                                                                                                 \
  FT_API int32_t ft_##name##_(Tensor* t, Tensor* other) { return run([&] { t->name##_(*other); }); }                \
  FT_API int32_t ft_##name##_scalar_(Tensor* t, Number other) { return run([&] { t->name##_(other.scalar()); }); }

// name(t, other), and name_(t, other) in place, tensors only.
#define FT_LOGICAL(name)                                                                               \
  FT_API Tensor* ft_##name(Tensor* t, Tensor* other) { return make([&] { return t->name(*other); }); } \
  FT_API int32_t ft_##name##_(Tensor* t, Tensor* other) { return run([&] { t->name##_(*other); }); }

FT_UNARY(abs)
FT_UNARY(neg)
FT_UNARY(sqrt)
FT_UNARY(rsqrt)
FT_UNARY(square)
FT_UNARY(exp)
FT_UNARY(expm1)
FT_UNARY(log)
FT_UNARY(log1p)
FT_UNARY(log2)
FT_UNARY(sigmoid)
FT_UNARY(tanh)
FT_UNARY(erf)
FT_UNARY(sin)
FT_UNARY(cos)
FT_UNARY(relu)
FT_UNARY(floor)
FT_UNARY(ceil)
FT_UNARY(trunc)
FT_UNARY(sign)
FT_UNARY(reciprocal)
FT_UNARY(logical_not)
FT_UNARY(bitwise_not)

FT_COMPARE(eq)
FT_COMPARE(ne)
FT_COMPARE(lt)
FT_COMPARE(le)
FT_COMPARE(gt)
FT_COMPARE(ge)
FT_COMPARE(mul)
FT_COMPARE(pow)
FT_COMPARE(remainder)

FT_LOGICAL(logical_and)
FT_LOGICAL(logical_or)
FT_LOGICAL(logical_xor)
FT_LOGICAL(bitwise_and)
FT_LOGICAL(bitwise_or)
FT_LOGICAL(bitwise_xor)

FT_API Tensor* ft_round(Tensor* t, int64_t decimals) {
  return make([&] { return t->round(decimals); });
}

FT_API int32_t ft_round_(Tensor* t, int64_t decimals) {
  return run([&] { t->round_(decimals); });
}

FT_API Tensor* ft_isfinite(Tensor* t) {
  return make([&] { return at::isfinite(*t); });
}

FT_API Tensor* ft_isnan(Tensor* t) {
  return make([&] { return at::isnan(*t); });
}

FT_API Tensor* ft_isinf(Tensor* t) {
  return make([&] { return at::isinf(*t); });
}

FT_API Tensor* ft_add(Tensor* t, Tensor* other, Number alpha) {
  return make([&] { return t->add(*other, alpha.scalar()); });
}

FT_API Tensor* ft_add_scalar(Tensor* t, Number other, Number alpha) {
  return make([&] { return t->add(other.scalar(), alpha.scalar()); });
}

FT_API int32_t ft_add_(Tensor* t, Tensor* other, Number alpha) {
  return run([&] { t->add_(*other, alpha.scalar()); });
}

FT_API int32_t ft_add_scalar_(Tensor* t, Number other, Number alpha) {
  return run([&] { t->add_(other.scalar(), alpha.scalar()); });
}

FT_API Tensor* ft_sub(Tensor* t, Tensor* other) {
  return make([&] { return t->sub(*other); });
}

FT_API Tensor* ft_sub_scalar(Tensor* t, Number other) {
  return make([&] { return t->sub(other.scalar()); });
}

FT_API int32_t ft_sub_(Tensor* t, Tensor* other) {
  return run([&] { t->sub_(*other); });
}

FT_API int32_t ft_sub_scalar_(Tensor* t, Number other) {
  return run([&] { t->sub_(other.scalar()); });
}

// other - t
FT_API Tensor* ft_rsub_scalar(Tensor* t, Number other) {
  return make([&] { return at::rsub(*t, other.scalar()); });
}

// other / t
FT_API Tensor* ft_rdiv_scalar(Tensor* t, Number other) {
  return make([&] { return t->reciprocal().mul(other.scalar()); });
}

namespace {

c10::optional<c10::string_view> rounding(int32_t mode) {
  switch (mode) {
    case 1: return c10::string_view("trunc");
    case 2: return c10::string_view("floor");
    default: return c10::nullopt;
  }
}

}  // namespace

FT_API Tensor* ft_div(Tensor* t, Tensor* other, int32_t mode) {
  return make([&] { return t->div(*other, rounding(mode)); });
}

FT_API Tensor* ft_div_scalar(Tensor* t, Number other, int32_t mode) {
  return make([&] { return t->div(other.scalar(), rounding(mode)); });
}

FT_API int32_t ft_div_(Tensor* t, Tensor* other, int32_t mode) {
  return run([&] { t->div_(*other, rounding(mode)); });
}

FT_API int32_t ft_div_scalar_(Tensor* t, Number other, int32_t mode) {
  return run([&] { t->div_(other.scalar(), rounding(mode)); });
}

FT_API Tensor* ft_addcmul(Tensor* t, Tensor* a, Tensor* b, Number value) {
  return make([&] { return t->addcmul(*a, *b, value.scalar()); });
}

FT_API int32_t ft_addcmul_(Tensor* t, Tensor* a, Tensor* b, Number value) {
  return run([&] { t->addcmul_(*a, *b, value.scalar()); });
}

FT_API Tensor* ft_addcdiv(Tensor* t, Tensor* a, Tensor* b, Number value) {
  return make([&] { return t->addcdiv(*a, *b, value.scalar()); });
}

FT_API int32_t ft_addcdiv_(Tensor* t, Tensor* a, Tensor* b, Number value) {
  return run([&] { t->addcdiv_(*a, *b, value.scalar()); });
}

FT_API Tensor* ft_lerp(Tensor* t, Tensor* end, Tensor* weight) {
  return make([&] { return t->lerp(*end, *weight); });
}

FT_API int32_t ft_lerp_(Tensor* t, Tensor* end, Tensor* weight) {
  return run([&] { t->lerp_(*end, *weight); });
}

FT_API Tensor* ft_maximum(Tensor* t, Tensor* other) {
  return make([&] { return at::maximum(*t, *other); });
}

FT_API Tensor* ft_minimum(Tensor* t, Tensor* other) {
  return make([&] { return at::minimum(*t, *other); });
}

FT_API Tensor* ft_clamp(Tensor* t, Number min, Number max) {
  return make([&] { return t->clamp(min.optional(), max.optional()); });
}

FT_API int32_t ft_clamp_(Tensor* t, Number min, Number max) {
  return run([&] { t->clamp_(min.optional(), max.optional()); });
}

FT_API Tensor* ft_clamp_tensor(Tensor* t, Tensor* min, Tensor* max) {
  return make([&] { return t->clamp(maybe(min), maybe(max)); });
}

FT_API int32_t ft_clamp_tensor_(Tensor* t, Tensor* min, Tensor* max) {
  return run([&] { t->clamp_(maybe(min), maybe(max)); });
}

FT_API Tensor* ft_where(Tensor* condition, Tensor* x, Tensor* y) {
  return make([&] { return at::where(*condition, *x, *y); });
}

FT_API Tensor* ft_masked_fill(Tensor* t, Tensor* mask, Number value) {
  return make([&] { return t->masked_fill(*mask, value.scalar()); });
}

FT_API int32_t ft_masked_fill_(Tensor* t, Tensor* mask, Number value) {
  return run([&] { t->masked_fill_(*mask, value.scalar()); });
}

FT_API Tensor* ft_tril(Tensor* t, int64_t diagonal) {
  return make([&] { return t->tril(diagonal); });
}

FT_API int32_t ft_tril_(Tensor* t, int64_t diagonal) {
  return run([&] { t->tril_(diagonal); });
}

FT_API Tensor* ft_triu(Tensor* t, int64_t diagonal) {
  return make([&] { return t->triu(diagonal); });
}

FT_API int32_t ft_triu_(Tensor* t, int64_t diagonal) {
  return run([&] { t->triu_(diagonal); });
}
