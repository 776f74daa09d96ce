using System.Runtime.InteropServices.Marshalling;
using Tensor = TorchSharp.torch.Tensor;

namespace TorchSharp.Interop;

/// <summary>
/// Hands a tensor's handle to native code and keeps the tensor alive during the call; makes a returned handle a tensor
/// of the current dispose scope, or throws the error that the call kept. No handle and no error is null.
/// </summary>
[CustomMarshaller(typeof(Tensor), MarshalMode.ManagedToUnmanagedIn, typeof(In))]
[CustomMarshaller(typeof(Tensor), MarshalMode.ManagedToUnmanagedOut, typeof(Out))]
internal static class TensorMarshaller
{
    internal ref struct In
    {
        private Tensor _tensor;

        public void FromManaged(Tensor tensor) => _tensor = tensor;

        public readonly nint ToUnmanaged() => _tensor.Handle;

        public readonly void Free() => GC.KeepAlive(_tensor);
    }

    internal static class Out
    {
        public static Tensor ConvertToManaged(nint handle)
        {
            if (handle == 0)
            {
                NativeError.ThrowIfAny();
                return null!;
            }
            return new Tensor(handle);
        }
    }
}
