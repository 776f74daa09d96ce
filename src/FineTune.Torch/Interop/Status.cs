using System.Runtime.InteropServices.Marshalling;

namespace TorchSharp.Interop;

/// <summary>The result of a native call that can only succeed or throw.</summary>
[NativeMarshalling(typeof(Marshaller))]
internal readonly struct Status
{
    [CustomMarshaller(typeof(Status), MarshalMode.ManagedToUnmanagedOut, typeof(Marshaller))]
    internal static class Marshaller
    {
        public static Status ConvertToManaged(int code)
        {
            if (code != 0)
            {
                NativeError.ThrowIfAny();
            }
            return default;
        }
    }
}
