// Decompositions.
#include "finetune_torch.h"

using namespace finetune;

FT_API Tensor* ft_linalg_svd(Tensor* t, int32_t full_matrices, Tensor** values, Tensor** right) {
  *right = nullptr;
  return make_two(values, [&] {
    auto [u, s, vh] = at::linalg_svd(*t, full_matrices != 0);
    *right = new Tensor(std::move(vh));
    return std::make_tuple(std::move(u), std::move(s));
  });
}

FT_API Tensor* ft_linalg_qr(Tensor* t, const char* mode, Tensor** r) {
  return make_two(r, [&] { return at::linalg_qr(*t, mode); });
}
