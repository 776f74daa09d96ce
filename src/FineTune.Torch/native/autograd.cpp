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

// What a managed callback answers, filled in by ft_answer_tensor and ft_answer_error.
struct Answer {
  variable_list tensors;
  bool failed = false;
  std::string message;
  void* exception = nullptr;
};

// Managed code: the two halves of a function, and freeing a GCHandle.
struct Callbacks {
  void (*forward)(void* call, AutogradContext* context, Answer* answer);
  void (*backward)(void* call, AutogradContext* context, Tensor** grads, int32_t count, Answer* answer);
  void (*free)(void* handle);
};

// Ties the managed side of one call to the graph node that will need it.
struct Call : torch::CustomClassHolder {
  void* handle;
  Callbacks callbacks;

  Call(void* handle, const Callbacks& callbacks) : handle(handle), callbacks(callbacks) {}
  ~Call() override { callbacks.free(handle); }
};

variable_list accept(Answer& answer, const Call& call) {
  if (answer.failed) {
    throw ManagedError(answer.message, answer.exception, call.callbacks.free);
  }
  return std::move(answer.tensors);
}

constexpr auto call_key = "call";

struct ManagedFunction : torch::autograd::Function<ManagedFunction> {
  // Function records `inputs`; the managed side has them already.
  static variable_list forward(AutogradContext* context, at::TensorList, c10::intrusive_ptr<Call> call) {
    context->saved_data[call_key] = c10::IValue::make_capsule(call);
    Answer answer;
    call->callbacks.forward(call->handle, context, &answer);
    return accept(answer, *call);
  }

  static variable_list backward(AutogradContext* context, const variable_list& grads) {
    const auto capsule = context->saved_data[call_key].toCapsule();
    const auto& call = static_cast<const Call&>(*capsule);
    std::vector<Tensor*> handles;
    for (const auto& grad : grads) {
      handles.push_back(grad.defined() ? new Tensor(grad) : nullptr);
    }
    Answer answer;
    call.callbacks.backward(call.handle, context, handles.data(), static_cast<int32_t>(handles.size()), &answer);
    variable_list results = accept(answer, call);
    results.emplace_back();  // the call itself has no gradient
    return results;
  }
};

}  // namespace

FT_API void ft_answer_tensor(Answer* answer, Tensor* tensor) {
  answer->tensors.push_back(tensor ? *tensor : Tensor());
}

FT_API void ft_answer_error(Answer* answer, const char* message, void* exception) {
  answer->failed = true;
  answer->message = message;
  answer->exception = exception;
}

// Runs a managed forward. `call` is freed when the last graph node that needs it is gone.
FT_API Tensor** ft_function_apply(
    void* call, const Callbacks* callbacks, Tensor* const* inputs, int32_t n, int32_t* count) {
  return make_list(count, [&] {
    auto holder = c10::make_intrusive<Call>(call, *callbacks);
    const auto list = tensors(inputs, n);
    return ManagedFunction::apply(at::TensorList(list), holder);
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
