// Over dimensions: sums, moments, extremes, orders.
#include "finetune_torch.h"

using namespace finetune;

FT_API Tensor* ft_sum(Tensor* t, int32_t dtype) {
  return make([&] { return t->sum(maybe_dtype(dtype)); });
}

FT_API Tensor* ft_sum_dims(Tensor* t, const int64_t* dims, int32_t n, int32_t keepdim, int32_t dtype) {
  return make([&] { return t->sum(ints(dims, n), keepdim != 0, maybe_dtype(dtype)); });
}

FT_API Tensor* ft_mean(Tensor* t) {
  return make([&] { return t->mean(); });
}

FT_API Tensor* ft_mean_dims(Tensor* t, const int64_t* dims, int32_t n, int32_t keepdim, int32_t dtype) {
  return make([&] { return t->mean(ints(dims, n), keepdim != 0, maybe_dtype(dtype)); });
}

FT_API Tensor* ft_var(Tensor* t, int32_t unbiased) {
  return make([&] { return t->var(unbiased != 0); });
}

FT_API Tensor* ft_var_dims(Tensor* t, const int64_t* dims, int32_t n, int32_t unbiased, int32_t keepdim) {
  return make([&] { return t->var(ints(dims, n), unbiased != 0, keepdim != 0); });
}

FT_API Tensor* ft_std(Tensor* t, int32_t unbiased) {
  return make([&] { return t->std(unbiased != 0); });
}

FT_API Tensor* ft_std_dims(Tensor* t, const int64_t* dims, int32_t n, int32_t unbiased, int32_t keepdim) {
  return make([&] { return t->std(ints(dims, n), unbiased != 0, keepdim != 0); });
}

FT_API Tensor* ft_norm(Tensor* t, double p) {
  return make([&] { return t->norm(p); });
}

FT_API Tensor* ft_norm_dim(Tensor* t, int64_t dim, int32_t keepdim, double p) {
  return make([&] { return t->norm(p, dim, keepdim != 0); });
}

FT_API Tensor* ft_prod(Tensor* t, int32_t dtype) {
  return make([&] { return t->prod(maybe_dtype(dtype)); });
}

FT_API Tensor* ft_prod_dim(Tensor* t, int64_t dim, int32_t keepdim, int32_t dtype) {
  return make([&] { return t->prod(dim, keepdim != 0, maybe_dtype(dtype)); });
}

FT_API Tensor* ft_cumsum(Tensor* t, int64_t dim, int32_t dtype) {
  return make([&] { return t->cumsum(dim, maybe_dtype(dtype)); });
}

FT_API Tensor* ft_logsumexp(Tensor* t, int64_t dim, int32_t keepdim) {
  return make([&] { return t->logsumexp(at::IntArrayRef(dim), keepdim != 0); });
}

FT_API Tensor* ft_softmax(Tensor* t, int64_t dim, int32_t dtype) {
  return make([&] { return t->softmax(dim, maybe_dtype(dtype)); });
}

FT_API Tensor* ft_log_softmax(Tensor* t, int64_t dim, int32_t dtype) {
  return make([&] { return t->log_softmax(dim, maybe_dtype(dtype)); });
}

FT_API Tensor* ft_all(Tensor* t) {
  return make([&] { return t->all(); });
}

FT_API Tensor* ft_all_dim(Tensor* t, int64_t dim, int32_t keepdim) {
  return make([&] { return t->all(dim, keepdim != 0); });
}

FT_API Tensor* ft_any(Tensor* t) {
  return make([&] { return t->any(); });
}

FT_API Tensor* ft_any_dim(Tensor* t, int64_t dim, int32_t keepdim) {
  return make([&] { return t->any(dim, keepdim != 0); });
}

FT_API Tensor* ft_max(Tensor* t) {
  return make([&] { return t->max(); });
}

FT_API Tensor* ft_max_dim(Tensor* t, int64_t dim, int32_t keepdim, Tensor** indices) {
  return make_two(indices, [&] { return t->max(dim, keepdim != 0); });
}

FT_API Tensor* ft_min(Tensor* t) {
  return make([&] { return t->min(); });
}

FT_API Tensor* ft_min_dim(Tensor* t, int64_t dim, int32_t keepdim, Tensor** indices) {
  return make_two(indices, [&] { return t->min(dim, keepdim != 0); });
}

FT_API Tensor* ft_amax(Tensor* t, const int64_t* dims, int32_t n, int32_t keepdim) {
  return make([&] { return t->amax(ints(dims, n), keepdim != 0); });
}

FT_API Tensor* ft_amin(Tensor* t, const int64_t* dims, int32_t n, int32_t keepdim) {
  return make([&] { return t->amin(ints(dims, n), keepdim != 0); });
}

FT_API Tensor* ft_argmax(Tensor* t, int32_t has_dim, int64_t dim, int32_t keepdim) {
  return make([&] { return t->argmax(maybe(has_dim, dim), keepdim != 0); });
}

FT_API Tensor* ft_argmin(Tensor* t, int32_t has_dim, int64_t dim, int32_t keepdim) {
  return make([&] { return t->argmin(maybe(has_dim, dim), keepdim != 0); });
}

FT_API Tensor* ft_topk(Tensor* t, int64_t k, int64_t dim, int32_t largest, int32_t sorted, Tensor** indices) {
  return make_two(indices, [&] { return t->topk(k, dim, largest != 0, sorted != 0); });
}

FT_API Tensor* ft_sort(Tensor* t, int64_t dim, int32_t descending, int32_t stable, Tensor** indices) {
  return make_two(indices, [&] { return t->sort(c10::optional<bool>(stable != 0), dim, descending != 0); });
}

FT_API Tensor* ft_argsort(Tensor* t, int64_t dim, int32_t descending) {
  return make([&] { return t->argsort(dim, descending != 0); });
}

FT_API Tensor* ft_bincount(Tensor* t, Tensor* weights, int64_t minlength) {
  return make([&] { return t->bincount(maybe(weights), minlength); });
}

FT_API Tensor* ft_allclose(Tensor* t, Tensor* other, double rtol, double atol, int32_t equal_nan) {
  return make([&] { return at::scalar_tensor(t->allclose(*other, rtol, atol, equal_nan != 0), at::kBool); });
}

FT_API Tensor* ft_equal(Tensor* t, Tensor* other) {
  return make([&] { return at::scalar_tensor(t->equal(*other), at::kBool); });
}
