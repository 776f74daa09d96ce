using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;
using static TorchSharp.Interop.Native;

namespace TorchSharp.Interop;

/// <summary>Turns the error that a native call kept on this thread into an exception.</summary>
internal static class NativeError
{
    /// <summary>Throws what the last call kept; does nothing when it kept nothing.</summary>
    /// <exception cref="ExternalException">libtorch's message, without its C++ backtrace.</exception>
    internal static unsafe void ThrowIfAny()
    {
        nint managed;
        var message = ft_take_error(&managed);
        if (message == null)
        {
            return;
        }
        if (managed != 0)
        {
            ExceptionDispatchInfo.Throw(TakeException(managed));
        }
        throw new ExternalException(Marshal.PtrToStringUTF8((nint)message));
    }

    private static Exception TakeException(nint handle)
    {
        var gcHandle = GCHandle.FromIntPtr(handle);
        var exception = (Exception)gcHandle.Target!;
        gcHandle.Free();
        return exception;
    }
}
