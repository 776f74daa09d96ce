// Errors, lifetimes, metadata, data and threads.
#include "finetune_torch.h"

#include <ATen/Parallel.h>
#include <c10/core/GradMode.h>
#include <c10/core/InferenceMode.h>

#include "managed_error.h"

using namespace finetune;

namespace {

thread_local bool has_error = false;
thread_local std::string error_message;
thread_local void* error_managed = nullptr;

void keep(const char* message, void* managed) {
  has_error = true;
  error_message = message;
  error_managed = managed;
}

}  // namespace

void finetune::keep_error() noexcept {
  try {
    throw;
  } catch (const ManagedError& error) {
    keep(error.what(), error.exception->take());
  } catch (const c10::Error& error) {
    keep(error.what_without_backtrace(), nullptr);
  } catch (const std::exception& error) {
    keep(error.what(), nullptr);
  } catch (...) {
    keep("unknown C++ exception", nullptr);
  }
}

// The error kept on this thread, or null. `managed` receives the managed exception that caused it, if one did.
FT_API const char* ft_take_error(void** managed) {
  if (!has_error) {
    return nullptr;
  }
  has_error = false;
  *managed = std::exchange(error_managed, nullptr);
  return error_message.c_str();
}

FT_API void ft_release(Tensor* tensor) { delete tensor; }

FT_API void ft_free_list(Tensor** list) { delete[] list; }

FT_API const char* ft_version() { return TORCH_VERSION; }

// Metadata. None of these can throw on a strided tensor.
FT_API int64_t ft_dim(Tensor* tensor) { return tensor->dim(); }
FT_API int64_t ft_numel(Tensor* tensor) { return tensor->numel(); }
FT_API int64_t ft_element_size(Tensor* tensor) { return static_cast<int64_t>(tensor->element_size()); }
FT_API const int64_t* ft_sizes(Tensor* tensor) { return tensor->sizes().data(); }
FT_API const int64_t* ft_strides(Tensor* tensor) { return tensor->strides().data(); }
FT_API int64_t ft_storage_offset(Tensor* tensor) { return tensor->storage_offset(); }
FT_API int32_t ft_dtype(Tensor* tensor) { return static_cast<int32_t>(tensor->scalar_type()); }
FT_API int32_t ft_device_type(Tensor* tensor) { return static_cast<int32_t>(tensor->device().type()); }
FT_API int32_t ft_device_index(Tensor* tensor) { return tensor->device().index(); }
FT_API int32_t ft_is_contiguous(Tensor* tensor) { return tensor->is_contiguous(); }
FT_API int32_t ft_is_sparse(Tensor* tensor) { return tensor->is_sparse(); }

// The first element's address, or null when the tensor has no memory.
FT_API void* ft_data(Tensor* tensor) {
  void* data = nullptr;
  run([&] { data = tensor->data_ptr(); });
  return data;
}

// The only element, as a number.
FT_API int32_t ft_item(Tensor* tensor, Number* value) {
  return run([&] {
    const at::Scalar item = tensor->item();
    if (item.isFloatingPoint()) {
      const double number = item.toDouble();
      std::memcpy(&value->bits, &number, sizeof number);
      value->kind = 0;
    } else {
      value->bits = item.isBoolean() ? item.toBool() : item.toLong();
      value->kind = item.isBoolean() ? 2 : 1;
    }
  });
}

// Threads.
FT_API int32_t ft_get_num_threads() { return at::get_num_threads(); }
FT_API int32_t ft_set_num_threads(int32_t count) { return run([&] { at::set_num_threads(count); }); }
FT_API int32_t ft_get_num_interop_threads() { return at::get_num_interop_threads(); }
FT_API int32_t ft_set_num_interop_threads(int32_t count) { return run([&] { at::set_num_interop_threads(count); }); }

// Gradient recording of this thread.
FT_API int32_t ft_get_grad_enabled() { return c10::GradMode::is_enabled(); }
FT_API void ft_set_grad_enabled(int32_t enabled) { c10::GradMode::set_enabled(enabled != 0); }
FT_API void* ft_inference_mode_enter(int32_t enabled) { return new c10::InferenceMode(enabled != 0); }
FT_API void ft_inference_mode_exit(void* guard) { delete static_cast<c10::InferenceMode*>(guard); }
FT_API int32_t ft_get_inference_mode() { return c10::InferenceMode::is_enabled(); }
