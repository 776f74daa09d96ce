// torch.nn.functional.
#include "finetune_torch.h"

using namespace finetune;

FT_API Tensor* ft_linear(Tensor* input, Tensor* weight, Tensor* bias) {
  return make([&] { return at::linear(*input, *weight, maybe(bias)); });
}

FT_API Tensor* ft_dropout(Tensor* input, double p, int32_t training) {
  return make([&] { return at::dropout(*input, p, training != 0); });
}

FT_API int32_t ft_dropout_(Tensor* input, double p, int32_t training) {
  return run([&] { at::dropout_(*input, p, training != 0); });
}

FT_API Tensor* ft_layer_norm(
    Tensor* input, const int64_t* shape, int32_t n, Tensor* weight, Tensor* bias, double eps) {
  return make([&] { return at::layer_norm(*input, ints(shape, n), maybe(weight), maybe(bias), eps); });
}

FT_API Tensor* ft_gelu(Tensor* t, int32_t tanh) {
  return make([&] { return at::gelu(*t, tanh ? "tanh" : "none"); });
}

FT_API int32_t ft_gelu_(Tensor* t, int32_t tanh) {
  return run([&] { at::gelu_(*t, tanh ? "tanh" : "none"); });
}

FT_API Tensor* ft_silu(Tensor* t) {
  return make([&] { return at::silu(*t); });
}

FT_API int32_t ft_silu_(Tensor* t) {
  return run([&] { at::silu_(*t); });
}

FT_API Tensor* ft_log_sigmoid(Tensor* t) {
  return make([&] { return at::log_sigmoid(*t); });
}

FT_API Tensor* ft_softplus(Tensor* t, double beta, double threshold) {
  return make([&] { return at::softplus(*t, beta, threshold); });
}

FT_API Tensor* ft_cross_entropy(
    Tensor* input, Tensor* target, Tensor* weight, int64_t ignore_index, int64_t reduction, double label_smoothing) {
  return make([&] {
    return at::cross_entropy_loss(*input, *target, maybe(weight), reduction, ignore_index, label_smoothing);
  });
}

FT_API Tensor* ft_nll_loss(Tensor* input, Tensor* target, Tensor* weight, int64_t reduction) {
  return make([&] { return at::nll_loss_nd(*input, *target, maybe(weight), reduction, -100); });
}

FT_API Tensor* ft_mse_loss(Tensor* input, Tensor* target, int64_t reduction) {
  return make([&] { return at::mse_loss(*input, *target, reduction); });
}

FT_API Tensor* ft_binary_cross_entropy_with_logits(
    Tensor* input, Tensor* target, Tensor* weight, Tensor* pos_weight, int64_t reduction) {
  return make([&] {
    return at::binary_cross_entropy_with_logits(*input, *target, maybe(weight), maybe(pos_weight), reduction);
  });
}

FT_API Tensor* ft_one_hot(Tensor* t, int64_t classes) {
  return make([&] { return at::one_hot(*t, classes); });
}

FT_API Tensor* ft_pad(Tensor* t, const int64_t* pad, int32_t n, int32_t mode, double value) {
  return make([&] {
    static const char* const modes[] = {"constant", "reflect", "replicate", "circular", "constant"};
    const bool constant = mode == 0 || mode == 4;
    return at::pad(*t, ints(pad, n), modes[mode], constant ? c10::optional<double>(value) : c10::nullopt);
  });
}

FT_API Tensor* ft_normalize(Tensor* t, double p, int64_t dim, double eps) {
  return make([&] { return *t / t->norm(p, dim, true).clamp_min(eps).expand_as(*t); });
}

FT_API Tensor* ft_scaled_dot_product_attention(
    Tensor* query, Tensor* key, Tensor* value, Tensor* mask, double p, int32_t causal) {
  return make([&] {
#if FT_TORCH_AT_LEAST(2, 0)
    return at::scaled_dot_product_attention(*query, *key, *value, maybe(mask), p, causal != 0);
#else
    return std::get<0>(
        at::_scaled_dot_product_attention(*query, *key, *value, maybe(mask), p, /*need_attn_weights=*/false, causal != 0));
#endif
  });
}
