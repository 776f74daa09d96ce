// Memory of large CPU tensors. malloc either hands every block back to the system, and pays for fresh zeroed pages at the
// next one, or keeps them in a heap that the mixed sizes of a training step riddle with holes. Here blocks wait by size
// for the next tensor of that size, which training asks for again and again; blocks of other sizes go back to the system
// as soon as the total would pass the most that tensors have ever held at once.
#include "finetune_torch.h"

#ifdef __linux__
#include <sys/mman.h>

#include <c10/core/CPUAllocator.h>

#include <map>
#include <mutex>
#include <unordered_map>

namespace {

// Smaller tensors are left to malloc.
constexpr size_t smallest = size_t{1} << 16;

class KeptBlocks final : public at::Allocator {
 public:
  explicit KeptBlocks(at::Allocator* small) : small_(small) {}

#if FT_TORCH_AT_LEAST(2, 3)
  at::DataPtr allocate(size_t bytes) override { return take(bytes); }
#else
  at::DataPtr allocate(size_t bytes) const override { return const_cast<KeptBlocks*>(this)->take(bytes); }
#endif

#if FT_TORCH_AT_LEAST(2, 1)
  void copy_data(void* to, const void* from, std::size_t count) const override { default_copy_data(to, from, count); }
#endif

  // oneDNN frees by this what it allocates, whatever its size.
  at::DeleterFnPtr raw_deleter() const override { return &release; }

  void give(void* block) {
    std::lock_guard<std::mutex> guard(lock_);
    const auto found = used_.find(block);
    if (found == used_.end()) {
      small_->raw_deallocate(block);
      return;
    }
    const size_t size = found->second;
    used_.erase(found);
    in_use_ -= size;
    kept_bytes_ += size;
    kept_.emplace(size, block);
  }

 private:
  at::DataPtr take(size_t bytes) {
    if (bytes < smallest) {
      return small_->allocate(bytes);
    }
    const size_t size = (bytes + 4095) / 4096 * 4096;
    void* block = nullptr;
    {
      std::lock_guard<std::mutex> guard(lock_);
      block = kept(size);
      if (block == nullptr) {
        make_room(size);
        block = mapped(size);
      }
      used_.emplace(block, size);
      in_use_ += size;
      most_in_use_ = std::max(most_in_use_, in_use_);
    }
    return {block, block, &release, at::Device(at::DeviceType::CPU)};
  }

  void* kept(size_t size) {
    const auto found = kept_.find(size);
    if (found == kept_.end()) {
      return nullptr;
    }
    void* block = found->second;
    kept_.erase(found);
    kept_bytes_ -= size;
    return block;
  }

  void make_room(size_t size) {
    while (!kept_.empty() && in_use_ + kept_bytes_ + size > most_in_use_) {
      const auto largest = std::prev(kept_.end());
      munmap(largest->second, largest->first);
      kept_bytes_ -= largest->first;
      kept_.erase(largest);
    }
  }

  static void* mapped(size_t size) {
    void* block = mmap(nullptr, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    TORCH_CHECK(block != MAP_FAILED, "out of memory: a tensor of ", size, " bytes");
    return block;
  }

  static void release(void* block);

  at::Allocator* small_;
  std::mutex lock_;
  std::unordered_map<void*, size_t> used_;
  std::multimap<size_t, void*> kept_;
  size_t in_use_ = 0;
  size_t most_in_use_ = 0;
  size_t kept_bytes_ = 0;
};

// Never destroyed: tensors may outlive every static object.
KeptBlocks* const blocks = [] {
  auto* allocator = new KeptBlocks(c10::GetCPUAllocator());
  c10::SetCPUAllocator(allocator, 1);
  return allocator;
}();

void KeptBlocks::release(void* block) { blocks->give(block); }

}  // namespace
#endif
