// Gradients: leaves, backward, and functions whose forward and backward are managed code.
#include "finetune_torch.h"

#include <torch/csrc/autograd/autograd.h>
#include <torch/csrc/autograd/custom_function.h>

#include "managed_error.h"

using namespace finetune;
using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

FT_API int32_t ft_requires_grad(Tensor* t) { return t->requires_grad(); }
FT_API int32_t ft_is_leaf(Tensor* t) { return t->is_leaf(); }

FT_API int32_t ft_set_requires_grad(Tensor* t, int32_t requires_grad) {
  return run([&] { t->set_requires_grad(requires_grad != 0); });
}

FT_API Tensor* ft_grad(Tensor* t) {
  return make([&] { return t->grad(); });
}

// Null takes the gradient away.
FT_API int32_t ft_set_grad(Tensor* t, Tensor* grad) {
  return run([&] { t->mutable_grad() = grad ? *grad : Tensor(); });
}

FT_API int32_t ft_retain_grad(Tensor* t) {
  return run([&] { t->retain_grad(); });
}

FT_API Tensor* ft_detach(Tensor* t) {
  return make([&] { return t->detach(); });
}

FT_API int32_t ft_detach_(Tensor* t) {
  return run([&] { t->detach_(); });
}

FT_API int32_t ft_backward(
    Tensor* const* outputs, int32_t n_outputs, Tensor* const* grads, int32_t n_grads, Tensor* const* inputs,
    int32_t n_inputs, int32_t retain_graph, int32_t create_graph) {
  return run([&] {
    torch::autograd::backward(
        tensors(outputs, n_outputs), tensors(grads, n_grads), retain_graph != 0, create_graph != 0,
        tensors(inputs, n_inputs));
  });
}

FT_API Tensor** ft_autograd_grad(
    Tensor* const* outputs, int32_t n_outputs, Tensor* const* inputs, int32_t n_inputs, Tensor* const* grads,
    int32_t n_grads, int32_t retain_graph, int32_t create_graph, int32_t allow_unused, int32_t* count) {
  return make_list(count, [&] {
    return torch::autograd::grad(
        tensors(outputs, n_outputs), tensors(inputs, n_inputs), tensors(grads, n_grads), retain_graph != 0,
        create_graph != 0, allow_unused != 0);
  });
}

namespace {

// What a managed function answers: `count` owned handles, or a message and the exception it comes from.
struct Answer {
  Tensor** tensors;
  int32_t count;
  const char* message;
  void* exception;
};

// Managed code: forward and backward of one call, the end of its life, and releasing an exception nobody took.
struct Callbacks {
  void (*forward)(void* state, AutogradContext* context, Answer* answer);
  void (*backward)(void* state, AutogradContext* context, Tensor** grads, int32_t count, Answer* answer);
  void (*release)(void* handle);
  void (*free_answer)(Answer* answer);
};

// Ties the managed state of one call to the graph node that will need it.
struct State : torch::CustomClassHolder {
  void* managed;
  Callbacks callbacks;

  State(void* managed, const Callbacks& callbacks) : managed(managed), callbacks(callbacks) {}
  ~State() override { callbacks.release(managed); }
};

// The answer's tensors, taken over; throws the managed exception if there is one.
variable_list accept(const Callbacks& callbacks, Answer& answer) {
  variable_list results;
  for (int32_t i = 0; i < answer.count; i++) {
    results.push_back(answer.tensors[i] ? std::move(*answer.tensors[i]) : Tensor());
    delete answer.tensors[i];
  }
  if (answer.message) {
    ManagedError error(answer.message, answer.exception, callbacks.release);
    callbacks.free_answer(&answer);
    throw error;
  }
  callbacks.free_answer(&answer);
  return results;
}

struct ManagedFunction : torch::autograd::Function<ManagedFunction> {
  static variable_list forward(AutogradContext* context, at::TensorList inputs, c10::intrusive_ptr<State> state) {
    Answer answer{};
    state->callbacks.forward(state->managed, context, &answer);
    context->saved_data["state"] = c10::IValue::make_capsule(state);
    return accept(state->callbacks, answer);
  }

  static variable_list backward(AutogradContext* context, const variable_list& grads) {
    auto capsule = context->saved_data["state"].toCapsule();
    auto state = static_cast<State*>(capsule.get());
    std::vector<Tensor*> handles;
    for (const auto& grad : grads) {
      handles.push_back(grad.defined() ? new Tensor(grad) : nullptr);
    }
    Answer answer{};
    state->callbacks.backward(
        state->managed, context, handles.data(), static_cast<int32_t>(handles.size()), &answer);
    variable_list results = accept(state->callbacks, answer);
    results.emplace_back();  // the state argument has no gradient
    return results;
  }
};

}  // namespace

// Takes over `managed`; the managed side owns the gradients it is handed and the tensors it gets back.
FT_API Tensor** ft_function_apply(
    void* managed, const Callbacks* callbacks, Tensor* const* inputs, int32_t n, int32_t* count) {
  return make_list(count, [&] {
    auto state = c10::make_intrusive<State>(managed, *callbacks);
    const auto list = tensors(inputs, n);
    return ManagedFunction::apply(at::TensorList(list), state);
  });
}

FT_API int32_t ft_context_save(AutogradContext* context, Tensor* const* list, int32_t n) {
  return run([&] { context->save_for_backward(tensors(list, n)); });
}

FT_API Tensor** ft_context_saved(AutogradContext* context, int32_t* count) {
  return make_list(count, [&] { return context->get_saved_variables(); });
}

FT_API int32_t ft_context_mark_dirty(AutogradContext* context, Tensor* const* list, int32_t n) {
  return run([&] { context->mark_dirty(tensors(list, n)); });
}

FT_API int32_t ft_context_mark_non_differentiable(AutogradContext* context, Tensor* const* list, int32_t n) {
  return run([&] { context->mark_non_differentiable(tensors(list, n)); });
}

FT_API void ft_context_materialize_grads(AutogradContext* context, int32_t value) {
  context->set_materialize_grads(value != 0);
}
