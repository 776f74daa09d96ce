using System.Runtime.InteropServices;

namespace TorchSharp.Interop;

/// <summary>One place of an index expression, laid out as native/shape.cpp's Index.</summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly struct IndexPlace
{
    internal int Kind { get; init; }

    internal int Given { get; init; }

    internal long Start { get; init; }

    internal long Stop { get; init; }

    internal long Step { get; init; }

    internal nint Tensor { get; init; }
}
