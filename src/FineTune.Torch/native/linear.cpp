// Products of matrices and vectors.
#include "finetune_torch.h"

#include <ATen/Parallel.h>
#include <c10/core/GradMode.h>

using namespace finetune;

namespace {

// Without MKL, libtorch hands one product after the other to a BLAS that spreads each over the threads, which costs
// more than it saves at the sizes of attention. Whole products are spread here.
bool spreads_products(const Tensor& a, const Tensor& b) {
  const bool recorded = c10::GradMode::is_enabled() && (a.requires_grad() || b.requires_grad());
  return !recorded && !at::hasMKL() && a.device().is_cpu() && b.device().is_cpu() && a.dim() == 3 && b.dim() == 3 &&
         a.scalar_type() == at::kFloat && b.scalar_type() == at::kFloat && a.size(0) == b.size(0) &&
         a.size(2) == b.size(1) && a.numel() > 0 && b.numel() > 0;
}

Tensor spread_products(const Tensor& a, const Tensor& b) {
  Tensor result = at::empty({a.size(0), a.size(1), b.size(2)}, a.options());
  at::parallel_for(0, a.size(0), 1, [&](int64_t begin, int64_t end) {
    at::NoGradGuard guard;
    for (int64_t i = begin; i < end; i++) {
      Tensor place = result.select(0, i);
      at::mm_out(place, a.select(0, i), b.select(0, i));
    }
  });
  return result;
}

}  // namespace

FT_API Tensor* ft_mm(Tensor* a, Tensor* b) {
  return make([&] { return a->mm(*b); });
}

FT_API Tensor* ft_bmm(Tensor* a, Tensor* b) {
  return make([&] { return spreads_products(*a, *b) ? spread_products(*a, *b) : a->bmm(*b); });
}

FT_API Tensor* ft_matmul(Tensor* a, Tensor* b) {
  return make([&] { return a->matmul(*b); });
}

FT_API Tensor* ft_mv(Tensor* a, Tensor* b) {
  return make([&] { return a->mv(*b); });
}

FT_API Tensor* ft_dot(Tensor* a, Tensor* b) {
  return make([&] { return a->dot(*b); });
}

FT_API Tensor* ft_outer(Tensor* a, Tensor* b) {
  return make([&] { return a->outer(*b); });
}

FT_API Tensor* ft_addmm(Tensor* t, Tensor* a, Tensor* b, double beta, double alpha) {
  return make([&] { return t->addmm(*a, *b, beta, alpha); });
}

FT_API int32_t ft_addmm_(Tensor* t, Tensor* a, Tensor* b, double beta, double alpha) {
  return run([&] { t->addmm_(*a, *b, beta, alpha); });
}

FT_API Tensor* ft_baddbmm(Tensor* t, Tensor* a, Tensor* b, double beta, double alpha) {
  return make([&] { return t->baddbmm(*a, *b, beta, alpha); });
}
