// A managed exception on its way through C++ frames.
#pragma once

#include <memory>
#include <stdexcept>
#include <string>

namespace finetune {

// `release` frees the GCHandle in `handle` if nobody takes it. Copies share the handle, as C++ may copy exceptions.
class ManagedError : public std::runtime_error {
 public:
  ManagedError(const std::string& message, void* handle, void (*release)(void*))
      : std::runtime_error(message), handle_(std::make_shared<Handle>(Handle{handle, release})) {}

  void* take() const { return std::exchange(handle_->value, nullptr); }

 private:
  struct Handle {
    void* value;
    void (*release)(void*);
    ~Handle() {
      if (value) {
        release(value);
      }
    }
  };

  std::shared_ptr<Handle> handle_;
};

}  // namespace finetune
