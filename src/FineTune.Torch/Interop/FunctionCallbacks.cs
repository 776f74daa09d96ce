using System.Runtime.InteropServices;
using System.Text;
using static TorchSharp.Interop.Native;
using static TorchSharp.torch;

namespace TorchSharp.Interop;

/// <summary>What native code calls to run a custom function, laid out as native/autograd.cpp's Callbacks.</summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly unsafe struct FunctionCallbacks
{
    private readonly delegate* unmanaged<nint, nint, nint, void> _forward = &Forward;
    private readonly delegate* unmanaged<nint, nint, nint*, int, nint, void> _backward = &Backward;
    private readonly delegate* unmanaged<nint, void> _free = &Free;

    public FunctionCallbacks()
    {
    }

    [UnmanagedCallersOnly]
    private static void Forward(nint call, nint context, nint answer)
    {
        try
        {
            Answer(answer, Call(call).Forward(context));
        }
        catch (Exception exception)
        {
            AnswerError(answer, exception);
        }
    }

    // Whatever a backward creates is released when it returns. libtorch runs it on threads of its own for CUDA, where
    // no scope of the caller's is open.
    [UnmanagedCallersOnly]
    private static void Backward(nint call, nint context, nint* grads, int count, nint answer)
    {
        using var scope = NewDisposeScope();
        try
        {
            List<Tensor> given = [];
            for (var i = 0; i < count; i++)
            {
                given.Add(grads[i] == 0 ? null! : new Tensor(grads[i]));
            }
            Answer(answer, Call(call).Backward(context, given));
        }
        catch (Exception exception)
        {
            AnswerError(answer, exception);
        }
    }

    [UnmanagedCallersOnly]
    private static void Free(nint handle) => GCHandle.FromIntPtr(handle).Free();

    private static FunctionCall Call(nint handle) => (FunctionCall)GCHandle.FromIntPtr(handle).Target!;

    private static void Answer(nint answer, List<Tensor> tensors)
    {
        foreach (var tensor in tensors)
        {
            ft_answer_tensor(answer, tensor);
        }
    }

    private static void AnswerError(nint answer, Exception exception)
    {
        fixed (byte* message = Encoding.UTF8.GetBytes(exception.Message + '\0'))
        {
            ft_answer_error(answer, message, GCHandle.ToIntPtr(GCHandle.Alloc(exception)));
        }
    }
}
