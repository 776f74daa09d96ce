// A managed exception on its way through C++ frames.
#pragma once

#include <memory>
#include <stdexcept>
#include <string>
#include <utility>

namespace finetune {

// Owns the GCHandle of an exception: `release` frees it if nobody takes it.
class ManagedException {
 public:
  ManagedException(void* handle, void (*release)(void*)) : handle_(handle), release_(release) {}
  ManagedException(const ManagedException&) = delete;
  ManagedException& operator=(const ManagedException&) = delete;

  ~ManagedException() {
    if (handle_) {
      release_(handle_);
    }
  }

  void* take() { return std::exchange(handle_, nullptr); }

 private:
  void* handle_;
  void (*release_)(void*);
};

// Copies share the exception, as C++ may copy what it throws.
struct ManagedError : std::runtime_error {
  std::shared_ptr<ManagedException> exception;

  ManagedError(const std::string& message, void* handle, void (*release)(void*))
      : std::runtime_error(message), exception(std::make_shared<ManagedException>(handle, release)) {}
};

}  // namespace finetune
