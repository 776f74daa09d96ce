using System.Runtime.InteropServices;
using System.Runtime.InteropServices.Marshalling;
using Tensor = TorchSharp.torch.Tensor;

namespace TorchSharp.Interop;

// native/autograd.cpp
internal static unsafe partial class Native
{
    [LibraryImport(Library)] internal static partial int ft_requires_grad(Tensor tensor);
    [LibraryImport(Library)] internal static partial int ft_is_leaf(Tensor tensor);
    [LibraryImport(Library)] internal static partial Status ft_set_requires_grad(Tensor tensor, Flag requires_grad);
    [LibraryImport(Library)] internal static partial Tensor ft_grad(Tensor tensor);
    [LibraryImport(Library)]
    internal static partial Status ft_set_grad(
        Tensor tensor, [MarshalUsing(typeof(OptionalTensorMarshaller))] Tensor? grad);
    [LibraryImport(Library)] internal static partial Status ft_retain_grad(Tensor tensor);
    [LibraryImport(Library)] internal static partial Tensor ft_detach(Tensor tensor);
    [LibraryImport(Library)] internal static partial Status ft_detach_(Tensor tensor);
    [LibraryImport(Library)]
    internal static partial Status ft_backward(
        ReadOnlySpan<nint> outputs, int n_outputs, ReadOnlySpan<nint> grads, int n_grads, ReadOnlySpan<nint> inputs,
        int n_inputs, Flag retain_graph, Flag create_graph);
    [LibraryImport(Library)]
    internal static partial nint* ft_autograd_grad(
        ReadOnlySpan<nint> outputs, int n_outputs, ReadOnlySpan<nint> inputs, int n_inputs, ReadOnlySpan<nint> grads,
        int n_grads, Flag retain_graph, Flag create_graph, Flag allow_unused, out int count);
    [LibraryImport(Library)]
    internal static partial void ft_answer_tensor(
        nint answer, [MarshalUsing(typeof(OptionalTensorMarshaller))] Tensor? tensor);
    [LibraryImport(Library)] internal static partial void ft_answer_error(nint answer, byte* message, nint exception);
    [LibraryImport(Library)]
    internal static partial nint* ft_function_apply(
        nint call, FunctionCallbacks* callbacks, ReadOnlySpan<nint> inputs, int n, out int count);
    [LibraryImport(Library)]
    internal static partial Status ft_context_save(nint context, ReadOnlySpan<nint> tensors, int n);
    [LibraryImport(Library)] internal static partial nint* ft_context_saved(nint context, out int count);
    [LibraryImport(Library)]
    internal static partial Status ft_context_mark_dirty(nint context, ReadOnlySpan<nint> tensors, int n);
    [LibraryImport(Library)]
    internal static partial Status ft_context_mark_non_differentiable(nint context, ReadOnlySpan<nint> tensors, int n);
    [LibraryImport(Library)] internal static partial void ft_context_materialize_grads(nint context, Flag value);
}
