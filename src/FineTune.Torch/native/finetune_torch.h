// The C ABI between FineTune.Torch and libtorch's C++ API. Every entry point is one line over make() or run():
// they keep a C++ exception in a thread-local, from where the managed side fetches and throws it.
#pragma once

#include <ATen/ATen.h>
#include <torch/version.h>

#include <cstdint>
#include <exception>
#include <utility>
#include <vector>

#ifdef _WIN32
#define FT_API extern "C" __declspec(dllexport)
#else
#define FT_API extern "C" __attribute__((visibility("default")))
#endif

#define FT_TORCH_AT_LEAST(major, minor) \
  (TORCH_VERSION_MAJOR > (major) || (TORCH_VERSION_MAJOR == (major) && TORCH_VERSION_MINOR >= (minor)))

namespace finetune {

using at::Tensor;

// A number by value. `bits` is a double, an int64 or a bool according to `kind`; kind 3 is "none given".
struct Number {
  int64_t bits;
  int64_t kind;

  bool given() const { return kind != 3; }

  at::Scalar scalar() const {
    if (kind == 0) {
      double value;
      std::memcpy(&value, &bits, sizeof value);
      return value;
    }
    return kind == 1 ? at::Scalar(bits) : at::Scalar(bits != 0);
  }

  c10::optional<at::Scalar> optional() const {
    return given() ? c10::optional<at::Scalar>(scalar()) : c10::optional<at::Scalar>();
  }
};

// Where and as what a tensor is created. dtype -1 means the default of the operation.
struct Options {
  int32_t dtype;
  int32_t device_type;
  int32_t device_index;
  int32_t requires_grad;

  at::Device device() const {
    return at::Device(static_cast<at::DeviceType>(device_type), static_cast<at::DeviceIndex>(device_index));
  }

  at::TensorOptions tensor_options() const {
    auto options = at::TensorOptions().device(device());
    return dtype < 0 ? options : options.dtype(static_cast<at::ScalarType>(dtype));
  }

  Tensor finish(Tensor tensor) const {
    return requires_grad ? tensor.set_requires_grad(true) : tensor;
  }
};

// Keeps the exception in flight for ft_take_error on this thread.
void keep_error() noexcept;

// The result of `compute` as an owned handle; null when it is undefined or when an exception was kept.
template <class Compute>
Tensor* make(Compute&& compute) noexcept {
  try {
    Tensor result = compute();
    return result.defined() ? new Tensor(std::move(result)) : nullptr;
  } catch (...) {
    keep_error();
    return nullptr;
  }
}

// Two results: the first is returned, the second goes to `second`.
template <class Compute>
Tensor* make_two(Tensor** second, Compute&& compute) noexcept {
  *second = nullptr;
  return make([&] {
    auto results = compute();
    *second = new Tensor(std::move(std::get<1>(results)));
    return std::move(std::get<0>(results));
  });
}

// 0 when `work` went through, 1 when an exception was kept.
template <class Work>
int32_t run(Work&& work) noexcept {
  try {
    work();
    return 0;
  } catch (...) {
    keep_error();
    return 1;
  }
}

// An array of owned handles, released by ft_free_list; null when an exception was kept.
template <class Compute>
Tensor** make_list(int32_t* count, Compute&& compute) noexcept {
  *count = 0;
  try {
    std::vector<Tensor> results = compute();
    auto list = new Tensor*[results.size()];
    for (auto& result : results) {
      list[(*count)++] = result.defined() ? new Tensor(std::move(result)) : nullptr;
    }
    return list;
  } catch (...) {
    keep_error();
    return nullptr;
  }
}

inline at::IntArrayRef ints(const int64_t* values, int32_t count) {
  return at::IntArrayRef(values, static_cast<size_t>(count));
}

inline std::vector<Tensor> tensors(Tensor* const* handles, int32_t count) {
  std::vector<Tensor> list;
  list.reserve(static_cast<size_t>(count));
  for (int32_t i = 0; i < count; i++) {
    list.push_back(handles[i] ? *handles[i] : Tensor());
  }
  return list;
}

inline c10::optional<Tensor> maybe(const Tensor* tensor) {
  return tensor ? c10::optional<Tensor>(*tensor) : c10::optional<Tensor>();
}

inline c10::optional<at::Generator> maybe(const at::Generator* generator) {
  return generator ? c10::optional<at::Generator>(*generator) : c10::optional<at::Generator>();
}

inline c10::optional<at::ScalarType> maybe_dtype(int32_t dtype) {
  return dtype < 0 ? c10::optional<at::ScalarType>() : c10::optional<at::ScalarType>(static_cast<at::ScalarType>(dtype));
}

inline c10::optional<int64_t> maybe(int32_t given, int64_t value) {
  return given ? c10::optional<int64_t>(value) : c10::optional<int64_t>();
}

}  // namespace finetune
