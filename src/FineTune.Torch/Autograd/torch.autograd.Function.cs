using System.Runtime.InteropServices;
using TorchSharp.Interop;
using static TorchSharp.Interop.Native;

namespace TorchSharp;

public static partial class torch
{
    public static partial class autograd
    {
        /// <summary>
        /// An operation with a gradient of its own. Derive from <see cref="SingleTensorFunction{T}"/> or
        /// <see cref="MultiTensorFunction{T}"/> and call their apply.
        /// </summary>
        public abstract class Function<T> where T : Function<T>, new()
        {
            private protected Function()
            {
            }

            /// <summary>The name for error messages.</summary>
            public abstract string Name { get; }

            private protected abstract IFunction Face { get; }

            /// <summary>Runs forward, and records backward if any tensor argument wants a gradient.</summary>
            public static unsafe List<Tensor> apply_internal(params object[] vars)
            {
                var call = new FunctionCall(s_instance.Face, vars);
                using var inputs = new TensorList(call.Inputs);
                var callbacks = new FunctionCallbacks();
                var handle = GCHandle.ToIntPtr(GCHandle.Alloc(call));
                var list = ft_function_apply(handle, &callbacks, inputs.Handles, inputs.Count, out var count);
                return [.. TensorList.Take(list, count)];
            }

            private static readonly T s_instance = new();
        }

        /// <summary>A custom operation that returns one tensor.</summary>
        public abstract class SingleTensorFunction<T> : Function<T> where T : SingleTensorFunction<T>, new()
        {
            private protected override IFunction Face => new Single(this);

            /// <summary>Runs forward, and records backward if any tensor argument wants a gradient.</summary>
            public static Tensor apply(params object[] vars) => apply_internal(vars)[0];

            /// <summary>The result; nothing in it is recorded.</summary>
            public abstract Tensor forward(AutogradContext ctx, params object[] vars);

            /// <summary>
            /// A gradient for every argument of forward, null for those without. What is created here is disposed when
            /// it returns, unless detached from its dispose scope.
            /// </summary>
            public abstract List<Tensor> backward(AutogradContext ctx, Tensor grad_output);

            private sealed class Single(SingleTensorFunction<T> function) : IFunction
            {
                public string Name => function.Name;

                public List<Tensor> Forward(AutogradContext context, object[] arguments) =>
                    [function.forward(context, arguments)];

                public List<Tensor> Backward(AutogradContext context, List<Tensor> gradients) =>
                    function.backward(context, gradients[0]);
            }
        }

        /// <summary>A custom operation that returns several tensors.</summary>
        public abstract class MultiTensorFunction<T> : Function<T> where T : MultiTensorFunction<T>, new()
        {
            private protected override IFunction Face => new Multi(this);

            /// <summary>Runs forward, and records backward if any tensor argument wants a gradient.</summary>
            public static List<Tensor> apply(params object[] vars) => apply_internal(vars);

            /// <summary>The results; nothing in it is recorded.</summary>
            public abstract List<Tensor> forward(AutogradContext ctx, params object[] vars);

            /// <inheritdoc cref="SingleTensorFunction{T}.backward"/>
            public abstract List<Tensor> backward(AutogradContext ctx, List<Tensor> grad_outputs);

            private sealed class Multi(MultiTensorFunction<T> function) : IFunction
            {
                public string Name => function.Name;

                public List<Tensor> Forward(AutogradContext context, object[] arguments) =>
                    function.forward(context, arguments);

                public List<Tensor> Backward(AutogradContext context, List<Tensor> gradients) =>
                    function.backward(context, gradients);
            }
        }
    }
}
