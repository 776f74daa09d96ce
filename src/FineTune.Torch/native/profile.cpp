// libtorch's own profiler around a stretch of work, for benchmarks.
#include "finetune_torch.h"

#if FT_TORCH_AT_LEAST(2, 5)
#include <torch/csrc/autograd/profiler_kineto.h>

#include <map>
#include <sstream>

namespace profiler = torch::autograd::profiler;
#endif

using namespace finetune;

// 0 when it has begun.
FT_API int32_t ft_profile_begin(int32_t cuda) {
#if FT_TORCH_AT_LEAST(2, 5)
  return run([&] {
    const profiler::ProfilerConfig config(profiler::ProfilerState::KINETO);
    std::set<torch::profiler::impl::ActivityType> activities{torch::profiler::impl::ActivityType::CPU};
    if (cuda) {
      activities.insert(torch::profiler::impl::ActivityType::CUDA);
    }
    profiler::prepareProfiler(config, activities);
    profiler::enableProfiler(config, activities);
  });
#else
  (void)cuda;
  return 1;
#endif
}

// Nanoseconds, calls and name of each kernel and of each wait for the device, or of each operation where there are none; a
// line each, in no order.
FT_API const char* ft_profile_end() {
  thread_local std::string table;
  table.clear();
#if FT_TORCH_AT_LEAST(2, 5)
  run([&] {
    const auto result = profiler::disableProfiler();
    std::map<std::string, std::pair<uint64_t, int64_t>> kernels;
    std::map<std::string, std::pair<uint64_t, int64_t>> operations;
    for (const auto& event : result->events()) {
      const bool waits = event.name().find("Synchronize") != std::string::npos;
      auto& sums = event.deviceType() == at::DeviceType::CPU && !waits ? operations : kernels;
      auto& [time, calls] = sums[event.name()];
      time += event.durationNs();
      calls++;
    }
    std::ostringstream lines;
    for (const auto& [name, sum] : kernels.empty() ? operations : kernels) {
      lines << sum.first << '\t' << sum.second << '\t' << name << '\n';
    }
    table = lines.str();
  });
#endif
  return table.c_str();
}
