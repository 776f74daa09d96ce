// Products of matrices and vectors.
#include "finetune_torch.h"

using namespace finetune;

FT_API Tensor* ft_mm(Tensor* a, Tensor* b) {
  return make([&] { return a->mm(*b); });
}

FT_API Tensor* ft_bmm(Tensor* a, Tensor* b) {
  return make([&] { return a->bmm(*b); });
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
