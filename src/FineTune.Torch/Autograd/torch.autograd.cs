using TorchSharp.Interop;
using static TorchSharp.Interop.Native;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>Gradients by reverse-mode differentiation.</summary>
    public static unsafe partial class autograd
    {
        /// <summary>Accumulates gradients into the leaves that the tensors were computed from.</summary>
        /// <param name="tensors">What is differentiated.</param>
        /// <param name="grad_tensors">The gradients to start from, one for each; not needed for single numbers.</param>
        /// <param name="retain_graph">Whether the history is kept for another time; as create_graph if null.</param>
        /// <param name="create_graph">Whether the gradients can be differentiated themselves.</param>
        /// <param name="inputs">The only leaves to accumulate into; all if null.</param>
        public static void backward(
            IList<Tensor> tensors, IList<Tensor>? grad_tensors = null, bool? retain_graph = null,
            bool create_graph = false, IList<Tensor>? inputs = null)
        {
            using var outputs = new TensorList(tensors);
            using var grads = new TensorList(grad_tensors);
            using var leaves = new TensorList(inputs);
            _ = ft_backward(
                outputs.Handles, outputs.Count, grads.Handles, grads.Count, leaves.Handles, leaves.Count,
                retain_graph ?? create_graph, create_graph);
        }

        /// <inheritdoc cref="backward(IList{Tensor}, IList{Tensor}, bool?, bool, IList{Tensor})"/>
        public static void backward(
            Tensor tensor, IList<Tensor>? grad_tensors = null, bool? retain_graph = null, bool create_graph = false,
            IList<Tensor>? inputs = null) => backward([tensor], grad_tensors, retain_graph, create_graph, inputs);

        /// <inheritdoc cref="backward(IList{Tensor}, IList{Tensor}, bool?, bool, IList{Tensor})"/>
        public static void backward(
            Tensor tensor, Tensor grad_tensor, bool? retain_graph = null, bool create_graph = false,
            IList<Tensor>? inputs = null) => backward([tensor], [grad_tensor], retain_graph, create_graph, inputs);

        /// <summary>The gradients of outputs with respect to inputs; nothing is accumulated.</summary>
        /// <param name="outputs">What is differentiated.</param>
        /// <param name="inputs">With respect to what.</param>
        /// <param name="grad_outputs">The gradients to start from, one for each output.</param>
        /// <param name="retain_graph">Whether the history is kept for another time.</param>
        /// <param name="create_graph">Whether the gradients can be differentiated themselves.</param>
        /// <param name="allow_unused">Whether inputs may be without influence; their gradients are null.</param>
        public static IList<Tensor> grad(
            IList<Tensor> outputs, IList<Tensor> inputs, IList<Tensor>? grad_outputs = null, bool retain_graph = false,
            bool create_graph = false, bool allow_unused = false)
        {
            using var from = new TensorList(outputs);
            using var to = new TensorList(inputs);
            using var grads = new TensorList(grad_outputs);
            var list = ft_autograd_grad(
                from.Handles, from.Count, to.Handles, to.Count, grads.Handles, grads.Count, retain_graph,
                create_graph, allow_unused, out var count);
            return TensorList.Take(list, count);
        }
    }
}
