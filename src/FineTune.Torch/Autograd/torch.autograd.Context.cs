using TorchSharp.Interop;
using static TorchSharp.Interop.Native;

namespace TorchSharp;

public static partial class torch
{
    public static partial class autograd
    {
        /// <summary>What a custom function carries from its forward to its backward.</summary>
        public sealed unsafe class AutogradContext
        {
            private readonly Dictionary<string, object> _data = [];
            private List<Tensor> _toSave = [];
            private List<Tensor> _dirty = [];
            private List<Tensor> _nonDifferentiable = [];
            private nint _native;

            internal AutogradContext()
            {
            }

            /// <summary>Whether backward is given zeros, rather than null, for outputs without a gradient.</summary>
            public bool MaterializeGrads { get; private set; } = true;

            /// <summary>Keeps inputs or outputs for backward. The last call in a forward counts.</summary>
            public void save_for_backward(List<Tensor> tensors) => _toSave = tensors;

            /// <summary>The tensors that forward kept.</summary>
            /// <exception cref="System.Runtime.InteropServices.ExternalException">
            /// One of them was changed in place since, or they were freed by an earlier backward.
            /// </exception>
            public List<Tensor> get_saved_variables()
            {
                var list = ft_context_saved(Native, out var count);
                return [.. TensorList.Take(list, count)];
            }

            /// <summary>Keeps anything but a tensor for backward.</summary>
            public void save_data(string key, object value) => _data[key] = value;

            /// <summary>What <see cref="save_data"/> kept under a key, or null.</summary>
            public object? get_data(string key) => _data.GetValueOrDefault(key);

            /// <summary>Names the inputs that forward changes in place; they must be returned.</summary>
            public void mark_dirty(List<Tensor> tensors) => _dirty = tensors;

            /// <summary>Names the outputs through which no gradient flows.</summary>
            public void mark_non_differentiable(List<Tensor> tensors) => _nonDifferentiable = tensors;

            /// <summary>Sets whether backward is given zeros for outputs without a gradient; the default.</summary>
            public void set_materialize_grads(bool value) => MaterializeGrads = value;

            private nint Native => _native != 0
                ? _native
                : throw new InvalidOperationException("a context is in use only while its forward or backward runs");

            /// <summary>Ties the context to its native one while a forward or backward runs.</summary>
            internal Use Enter(nint native)
            {
                _native = native;
                return new Use(this);
            }

            /// <summary>Hands what forward asked for to libtorch, once.</summary>
            internal void Commit()
            {
                using var saved = new TensorList(_toSave);
                using var dirty = new TensorList(_dirty);
                using var fixedOnes = new TensorList(_nonDifferentiable);
                _ = ft_context_save(Native, saved.Handles, saved.Count);
                _ = ft_context_mark_dirty(Native, dirty.Handles, dirty.Count);
                _ = ft_context_mark_non_differentiable(Native, fixedOnes.Handles, fixedOnes.Count);
                ft_context_materialize_grads(Native, MaterializeGrads);
                (_toSave, _dirty, _nonDifferentiable) = ([], [], []);
            }

            internal readonly struct Use(AutogradContext context) : IDisposable
            {
                public void Dispose() => context._native = 0;
            }
        }
    }
}
