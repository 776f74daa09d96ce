using static TorchSharp.Interop.Native;

namespace TorchSharp;

public static partial class torch
{
    public sealed partial class Tensor
    {
        /// <summary>Whether gradients with respect to this tensor are wanted.</summary>
        public bool requires_grad
        {
            get => ft_requires_grad(this) != 0;
            set => _ = ft_set_requires_grad(this, value);
        }

        /// <summary>
        /// The gradient that backward accumulated, a new tensor object each time, or null. What is set is accumulated
        /// into in place, so a view of a larger buffer stays one.
        /// </summary>
        public Tensor? grad
        {
            get => ft_grad(this);
            set => _ = ft_set_grad(this, value);
        }

        /// <summary>Whether no recorded operation made this tensor.</summary>
        public bool is_leaf => ft_is_leaf(this) != 0;

        /// <summary>Sets whether gradients with respect to this tensor are wanted, and returns it.</summary>
        public Tensor requires_grad_(bool requires_grad = true) => After(ft_set_requires_grad(this, requires_grad));

        /// <summary>Sets whether gradients with respect to this tensor are wanted, and returns it.</summary>
        public Tensor with_requires_grad(bool requires_grad = true) => requires_grad_(requires_grad);

        /// <summary>Makes backward keep the gradient of a tensor that is not a leaf.</summary>
        public void retain_grad() => _ = ft_retain_grad(this);

        /// <summary>The same memory without its history.</summary>
        public Tensor detach() => ft_detach(this);

        /// <summary>Forgets the history of this tensor; it becomes a leaf.</summary>
        public Tensor detach_() => After(ft_detach_(this));

        /// <summary>Accumulates the gradients of this single number into the leaves it was computed from.</summary>
        public void backward() => autograd.backward([this]);

        /// <inheritdoc cref="autograd.backward(IList{Tensor}, IList{Tensor}, bool?, bool, IList{Tensor})"/>
        public void backward(
            IList<Tensor>? grad_tensors = null, bool retain_graph = false, bool create_graph = false,
            IList<Tensor>? inputs = null) =>
            autograd.backward([this], grad_tensors, retain_graph, create_graph, inputs);
    }
}
