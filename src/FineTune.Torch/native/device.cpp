// What libtorch knows of CUDA, through its own interfaces, so that no CUDA header is needed.
#include "finetune_torch.h"

#include <ATen/detail/CUDAHooksInterface.h>
#include <torch/cuda.h>

#if FT_TORCH_AT_LEAST(2, 9)
#include <c10/core/CachingDeviceAllocator.h>
#endif

using namespace finetune;

FT_API int32_t ft_cuda_device_count() {
  int32_t count = 0;
  run([&] { count = static_cast<int32_t>(torch::cuda::device_count()); });
  return count;
}

// The CUDA that libtorch was built for, as 13000 for 13.0; 0 for a libtorch without.
FT_API int32_t ft_cuda_built_for() {
  try {
    return static_cast<int32_t>(at::detail::getCUDAHooks().versionCUDART());
  } catch (...) {
    return 0;
  }
}

FT_API int32_t ft_cuda_cudnn_available() { return torch::cuda::cudnn_is_available(); }
FT_API int32_t ft_cuda_synchronize(int64_t device) { return run([&] { torch::cuda::synchronize(device); }); }
FT_API int32_t ft_cuda_manual_seed(int64_t seed) {
  return run([&] { torch::cuda::manual_seed(static_cast<uint64_t>(seed)); });
}
FT_API int32_t ft_cuda_manual_seed_all(int64_t seed) {
  return run([&] { torch::cuda::manual_seed_all(static_cast<uint64_t>(seed)); });
}

#if FT_TORCH_AT_LEAST(2, 9)
namespace {

// Null where nothing was allocated yet, or where the allocator is of another kind.
c10::DeviceAllocator* cuda_allocator() {
  auto* allocator = dynamic_cast<c10::DeviceAllocator*>(c10::GetAllocator(at::kCUDA));
  return allocator && allocator->initialized() ? allocator : nullptr;
}

}  // namespace
#endif

// The most bytes that tensors held at once on a device; -1 where this libtorch does not tell.
FT_API int64_t ft_cuda_peak_bytes(int32_t device) {
  int64_t peak = -1;
#if FT_TORCH_AT_LEAST(2, 9)
  run([&] {
    if (auto* allocator = cuda_allocator()) {
      constexpr auto all = static_cast<size_t>(c10::CachingAllocator::StatType::AGGREGATE);
      peak = allocator->getDeviceStats(static_cast<c10::DeviceIndex>(device)).allocated_bytes[all].peak;
    }
  });
#else
  (void)device;
#endif
  return peak;
}

// Counts the peak anew from what is held now.
FT_API void ft_cuda_reset_peak(int32_t device) {
#if FT_TORCH_AT_LEAST(2, 9)
  run([&] {
    if (auto* allocator = cuda_allocator()) {
      allocator->resetPeakStats(static_cast<c10::DeviceIndex>(device));
    }
  });
#else
  (void)device;
#endif
}

// Returns memory that no tensor holds to the device.
FT_API void ft_cuda_empty_cache() {
#if FT_TORCH_AT_LEAST(2, 9)
  run([] {
    if (auto* allocator = cuda_allocator()) {
      allocator->emptyCache();
    }
  });
#endif
}

FT_API int32_t ft_get_matmul_tf32() { return at::globalContext().allowTF32CuBLAS(); }
FT_API int32_t ft_set_matmul_tf32(int32_t allow) {
  return run([&] { at::globalContext().setAllowTF32CuBLAS(allow != 0); });
}
FT_API int32_t ft_get_cudnn_tf32() { return at::globalContext().allowTF32CuDNN(); }
FT_API int32_t ft_set_cudnn_tf32(int32_t allow) {
  return run([&] { at::globalContext().setAllowTF32CuDNN(allow != 0); });
}
