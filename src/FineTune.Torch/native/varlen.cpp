// Attention over sequences that lie end to end: the kernel behind libtorch's fused attention takes their offsets and
// needs no padding. Its operator is internal to libtorch, grows arguments from version to version and is missing before
// 2.0; so it is looked up by name, and its arguments are given by their names, the others as their defaults.
#include "finetune_torch.h"

#include <ATen/core/dispatch/Dispatcher.h>

#include <atomic>
#include <cmath>

using namespace finetune;

namespace {

// Set once the kernel has refused: a card older than it wants, or a libtorch built without it.
std::atomic<bool> refused{false};

const auto& flash_forward() {
  static const auto found = c10::Dispatcher::singleton().findSchema({"aten::_flash_attention_forward", ""});
  return found;
}

// What the caller tells besides the three inputs; VarlenCall.cs has the same.
struct VarlenCall {
  const Tensor* query_offsets;
  const Tensor* key_offsets;
  int64_t longest_query;
  int64_t longest_key;
  int64_t window;
  double dropout;
  double scale;
  int64_t causal;
};

struct Attention {
  const Tensor& query;
  const Tensor& key;
  const Tensor& value;
  const VarlenCall& call;

  // None where the operator's own default will do.
  c10::IValue argument(const std::string& name) const {
    if (name == "query") return query;
    if (name == "key") return key;
    if (name == "value") return value;
    if (name == "cum_seq_q") return *call.query_offsets;
    if (name == "cum_seq_k") return *call.key_offsets;
    if (name == "max_q") return call.longest_query;
    if (name == "max_k") return call.longest_key;
    if (name == "dropout_p") return call.dropout;
    if (name == "is_causal") return call.causal != 0;
    if (name == "return_debug_mask") return false;
    if (name == "scale") return call.scale;
    // A query sees `window` keys, its own included; the last query stands at the last key.
    if (name == "window_size_left" && call.window > 0) return call.window - 1;
    if (name == "window_size_right" && call.window > 0) return int64_t{0};
    return {};
  }
};

// The kernel's own limits; its further wishes are learned by asking it.
bool takes(const c10::OperatorHandle& op, const Attention& attention) {
  const Tensor& query = attention.query;
  const auto key = query.is_cuda() ? c10::DispatchKey::CUDA : c10::DispatchKey::CPU;
  if (refused || !op.hasKernelForDispatchKey(key)) {
    return false;
  }
  const int64_t size = query.size(-1);
  const auto dtype = query.scalar_type();
  if (query.is_cuda() && ((dtype != at::kBFloat16 && dtype != at::kHalf) || size % 8 != 0 || size > 256)) {
    return false;
  }
  // Early versions know no windows, and no scale but the usual one.
  const auto knows = [&](const char* name) { return op.schema().argumentIndexWithName(name).has_value(); };
  const bool usual = std::abs(attention.call.scale * std::sqrt(static_cast<double>(size)) - 1) < 1e-6;
  return (usual || knows("scale")) && (attention.call.window == 0 || knows("window_size_left"));
}

// Whether an error is the kernel's own refusal.
bool refuses(const c10::Error& error) {
  const std::string message = error.what_without_backtrace();
  const auto says = [&](const char* words) { return message.find(words) != std::string::npos; };
  return says("FlashAttention") || says("lash attention") || says("FLASH_ATTENTION");
}

Tensor attend(const c10::OperatorHandle& op, const Attention& attention) {
  torch::jit::Stack stack;
  for (const auto& argument : op.schema().arguments()) {
    c10::IValue value = attention.argument(argument.name());
    stack.push_back(value.isNone() && argument.default_value() ? *argument.default_value() : std::move(value));
  }
  op.callBoxed(&stack);
  return stack.front().toTensor();
}

}  // namespace

// query [queries, heads, head_dim]; key, value [keys, kv_heads, head_dim]. Gradients flow. Null, without an error, where
// there is no kernel for these.
FT_API Tensor* ft_varlen_attention(Tensor* query, Tensor* key, Tensor* value, const VarlenCall* call) {
  return make([&]() -> Tensor {
    const auto& op = flash_forward();
    const Attention attention{*query, *key, *value, *call};
    if (!op || !takes(*op, attention)) {
      return {};
    }
    try {
      return attend(*op, attention);
    } catch (const c10::Error& error) {
      if (!refuses(error)) {
        throw;
      }
      refused = true;
      return {};
    }
  });
}
