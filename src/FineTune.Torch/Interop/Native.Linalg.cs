using System.Runtime.InteropServices;
using Tensor = TorchSharp.torch.Tensor;

namespace TorchSharp.Interop;

// native/linalg.cpp
internal static partial class Native
{
    [LibraryImport(Library)]
    internal static partial Tensor ft_linalg_svd(Tensor tensor, Flag full_matrices, out Tensor values, out Tensor right);
    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial Tensor ft_linalg_qr(Tensor tensor, string mode, out Tensor r);
}
