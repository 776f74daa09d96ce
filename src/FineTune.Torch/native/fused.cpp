// Operations that a model does again and again, as one call each with a gradient of its own: what autograd would keep
// beside the inputs is not kept, and products are accumulated where they are wanted instead of added afterwards.
#include "finetune_torch.h"

#include <torch/csrc/autograd/custom_function.h>

using namespace finetune;
using torch::autograd::AutogradContext;
using torch::autograd::Function;
using torch::autograd::variable_list;

namespace {

// silu(gate) · up.
Tensor gated(const Tensor& gate, const Tensor& up) { return at::silu(gate).mul_(up); }

// What a low-rank update is told besides what has gradients; LoraCall.cs has the same.
struct LoraCall {
  const Tensor* bias;
  // Where the input is a gated product, its factors: they are kept anyway, and the product is made again from them.
  const Tensor* gate;
  const Tensor* up;
  double scaling;
};

// y = x Wᵀ + b + s · z Aᵀ Bᵀ (arXiv:2106.09685, eq. 3), where z is x or x after dropout. W and b are frozen. A and B are
// float32 and are rounded to x's type for the products, whose sums are float32 inside; their gradients are float32.
struct LoraLinear : Function<LoraLinear> {
  static Tensor forward(
      AutogradContext* context, const Tensor& x, const Tensor& z, const Tensor& weight, const Tensor& a, const Tensor& b,
      const LoraCall& call) {
    const Tensor low = z.mm(a.to(z.scalar_type()).t());  // [tokens, rank]
    Tensor y = at::linear(x, weight, maybe(call.bias));
    y.addmm_(low, b.to(y.scalar_type()).t(), 1, call.scaling);
    const bool made = call.gate && x.is_same(z);
    context->save_for_backward({low, weight, a, b, made ? *call.gate : z, made ? *call.up : Tensor()});
    context->saved_data["scaling"] = call.scaling;
    context->saved_data["one_input"] = x.is_same(z);
    return y;
  }

  static variable_list backward(AutogradContext* context, const variable_list& grads) {
    const auto saved = context->get_saved_variables();
    const Tensor &low = saved[0], &weight = saved[1], &a = saved[2], &b = saved[3];
    const bool one_input = context->saved_data["one_input"].toBool();
    const double scaling = context->saved_data["scaling"].toDouble();
    const Tensor g = grads[0].contiguous();
    const Tensor for_low = g.mm(b.to(g.scalar_type())).mul_(scaling);  // [tokens, rank]
    variable_list results(6);
    if (context->needs_input_grad(3)) {
      // Made and let go before the gradient of its size comes.
      const Tensor z = saved[5].defined() ? gated(saved[4], saved[5]) : saved[4];
      results[3] = for_low.t().mm(z).to(a.scalar_type());
    }
    if (context->needs_input_grad(0)) {
      results[0] = g.mm(weight);
      if (one_input) {
        results[0].addmm_(for_low, a.to(g.scalar_type()));
      }
    }
    if (!one_input && context->needs_input_grad(1)) {
      results[1] = for_low.mm(a.to(g.scalar_type()));
    }
    if (context->needs_input_grad(4)) {
      results[4] = g.t().mm(low).to(b.scalar_type()).mul_(scaling);
    }
    return results;
  }
};

// silu(gate) · up: keeps its inputs and nothing else.
struct GatedProduct : Function<GatedProduct> {
  static Tensor forward(AutogradContext* context, const Tensor& gate, const Tensor& up) {
    context->save_for_backward({gate, up});
    return gated(gate, up);
  }

  static variable_list backward(AutogradContext* context, const variable_list& grads) {
    const auto saved = context->get_saved_variables();
    const Tensor &gate = saved[0], &up = saved[1];
    return {at::silu_backward(grads[0] * up, gate), at::silu(gate).mul_(grads[0])};
  }
};

// Rotary positions (arXiv:2104.09864), the first half of the turned dimensions paired with the second.
// heads [tokens, heads, head_dim]; cos [tokens, 1, head_dim]; sin [tokens, 1, half].
Tensor turned(const Tensor& heads, const Tensor& cos, const Tensor& sin, double direction) {
  const int64_t half = sin.size(2);
  Tensor result = heads * cos;
  result.narrow(2, 0, half).addcmul_(heads.narrow(2, half, half), sin, -direction);
  result.narrow(2, half, half).addcmul_(heads.narrow(2, 0, half), sin, direction);
  return result;
}

// The gradient of a turn is the turn back.
struct Rotation : Function<Rotation> {
  static Tensor forward(AutogradContext* context, const Tensor& heads, const Tensor& cos, const Tensor& sin) {
    context->save_for_backward({cos, sin});
    return turned(heads, cos, sin, 1);
  }

  static variable_list backward(AutogradContext* context, const variable_list& grads) {
    const auto saved = context->get_saved_variables();
    return {turned(grads[0], saved[0], saved[1], -1), Tensor(), Tensor()};
  }
};

}  // namespace

FT_API Tensor* ft_lora_linear(
    Tensor* x, Tensor* z, Tensor* weight, Tensor* a, Tensor* b, const LoraCall* call) {
  return make([&] { return LoraLinear::apply(*x, *z, *weight, *a, *b, *call); });
}

FT_API Tensor* ft_gated_product(Tensor* gate, Tensor* up) {
  return make([&] { return GatedProduct::apply(*gate, *up); });
}

FT_API Tensor* ft_rotate(Tensor* heads, Tensor* cos, Tensor* sin) {
  return make([&] { return Rotation::apply(*heads, *cos, *sin); });
}

// x / sqrt(mean x² + eps) · scale over the last dimension; inside, in float32. Null, without an error, where libtorch has
// no kernel of its own for it.
FT_API Tensor* ft_rms_norm(Tensor* x, Tensor* scale, double eps) {
  return make([&]() -> Tensor {
#if FT_TORCH_AT_LEAST(2, 9)
    return at::rms_norm(*x, scale->sizes(), *scale, eps);
#else
    (void)x, (void)scale, (void)eps;
    return {};
#endif
  });
}
