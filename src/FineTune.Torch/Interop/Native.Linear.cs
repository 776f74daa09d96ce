using System.Runtime.InteropServices;
using Tensor = TorchSharp.torch.Tensor;

namespace TorchSharp.Interop;

// native/linear.cpp
internal static unsafe partial class Native
{
    [LibraryImport(Library)] internal static partial Tensor ft_mm(Tensor a, Tensor b);
    [LibraryImport(Library)] internal static partial Tensor ft_bmm(Tensor a, Tensor b);
    [LibraryImport(Library)] internal static partial Tensor ft_matmul(Tensor a, Tensor b);
    [LibraryImport(Library)] internal static partial Tensor ft_mv(Tensor a, Tensor b);
    [LibraryImport(Library)] internal static partial Tensor ft_dot(Tensor a, Tensor b);
    [LibraryImport(Library)] internal static partial Tensor ft_outer(Tensor a, Tensor b);
    [LibraryImport(Library)]
    internal static partial Tensor ft_addmm(Tensor tensor, Tensor a, Tensor b, double beta, double alpha);
    [LibraryImport(Library)]
    internal static partial Status ft_addmm_(Tensor tensor, Tensor a, Tensor b, double beta, double alpha);
    [LibraryImport(Library)]
    internal static partial Tensor ft_baddbmm(Tensor tensor, Tensor a, Tensor b, double beta, double alpha);
}
