// Tensors from sizes, from numbers and from memory.
#include "finetune_torch.h"

using namespace finetune;

FT_API Tensor* ft_empty(const int64_t* sizes, int32_t n, Options o) {
  return make([&] { return o.finish(at::empty(ints(sizes, n), o.tensor_options())); });
}

FT_API Tensor* ft_zeros(const int64_t* sizes, int32_t n, Options o) {
  return make([&] { return o.finish(at::zeros(ints(sizes, n), o.tensor_options())); });
}

FT_API Tensor* ft_ones(const int64_t* sizes, int32_t n, Options o) {
  return make([&] { return o.finish(at::ones(ints(sizes, n), o.tensor_options())); });
}

FT_API Tensor* ft_full(const int64_t* sizes, int32_t n, Number value, Options o) {
  return make([&] { return o.finish(at::full(ints(sizes, n), value.scalar(), o.tensor_options())); });
}

FT_API Tensor* ft_empty_strided(const int64_t* sizes, int32_t n, const int64_t* strides, Options o) {
  return make([&] { return o.finish(at::empty_strided(ints(sizes, n), ints(strides, n), o.tensor_options())); });
}

FT_API Tensor* ft_arange(Number start, Number stop, Number step, Options o) {
  return make([&] {
    return o.finish(at::arange(start.scalar(), stop.scalar(), step.scalar(), o.tensor_options()));
  });
}

FT_API Tensor* ft_linspace(double start, double end, int64_t steps, Options o) {
  return make([&] { return o.finish(at::linspace(start, end, steps, o.tensor_options())); });
}

FT_API Tensor* ft_eye(int64_t rows, int64_t columns, Options o) {
  return make([&] { return o.finish(at::eye(rows, columns, o.tensor_options())); });
}

FT_API Tensor* ft_empty_like(Tensor* like, Options o) {
  return make([&] { return o.finish(at::empty_like(*like, o.tensor_options())); });
}

FT_API Tensor* ft_zeros_like(Tensor* like, Options o) {
  return make([&] { return o.finish(at::zeros_like(*like, o.tensor_options())); });
}

FT_API Tensor* ft_ones_like(Tensor* like, Options o) {
  return make([&] { return o.finish(at::ones_like(*like, o.tensor_options())); });
}

FT_API Tensor* ft_full_like(Tensor* like, Number value, Options o) {
  return make([&] { return o.finish(at::full_like(*like, value.scalar(), o.tensor_options())); });
}

// A tensor of `dtype` elements copied from `data`, then converted to what the options ask for.
FT_API Tensor* ft_copy_of(const void* data, int32_t dtype, const int64_t* sizes, int32_t n, Options o) {
  return make([&] {
    Tensor copy = at::empty(ints(sizes, n), at::TensorOptions(static_cast<at::ScalarType>(dtype)));
    std::memcpy(copy.data_ptr(), data, copy.nbytes());
    return o.finish(copy.to(o.tensor_options()));
  });
}

// A tensor over memory that it does not own; `release(owner)` is called once nothing refers to the memory any more.
FT_API Tensor* ft_over(
    void* data, void* owner, void (*release)(void*), int32_t dtype, const int64_t* sizes, int32_t n) {
  return make([&] {
    return at::from_blob(
        data, ints(sizes, n), [owner, release](void*) { release(owner); },
        at::TensorOptions(static_cast<at::ScalarType>(dtype)));
  });
}

FT_API Tensor* ft_clone(Tensor* t) {
  return make([&] { return t->clone(); });
}

FT_API Tensor* ft_to(Tensor* t, Options o, int32_t non_blocking, int32_t copy) {
  return make([&] { return t->to(o.tensor_options(), non_blocking != 0, copy != 0); });
}

FT_API Tensor* ft_to_dtype(Tensor* t, int32_t dtype, int32_t non_blocking, int32_t copy) {
  return make([&] { return t->to(static_cast<at::ScalarType>(dtype), non_blocking != 0, copy != 0); });
}

FT_API Tensor* ft_to_other(Tensor* t, Tensor* other, int32_t non_blocking) {
  return make([&] { return t->to(*other, non_blocking != 0); });
}

FT_API Tensor* ft_pin_memory(Tensor* t) {
  return make([&] { return t->pin_memory(); });
}

FT_API int32_t ft_is_pinned(Tensor* t) {
  bool pinned = false;
  run([&] { pinned = t->is_pinned(); });
  return pinned;
}

FT_API int32_t ft_set_(Tensor* t, Tensor* source) {
  return run([&] { t->set_(*source); });
}

FT_API int32_t ft_copy_(Tensor* t, Tensor* source, int32_t non_blocking) {
  return run([&] { t->copy_(*source, non_blocking != 0); });
}

FT_API int32_t ft_fill_(Tensor* t, Number value) {
  return run([&] { t->fill_(value.scalar()); });
}

FT_API int32_t ft_zero_(Tensor* t) {
  return run([&] { t->zero_(); });
}
