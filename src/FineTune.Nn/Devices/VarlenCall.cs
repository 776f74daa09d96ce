using System.Runtime.InteropServices;

namespace FineTune.Nn;

/// <summary>What ft_varlen_attention is told besides its three inputs; laid out as <c>VarlenCall</c> in
/// native/varlen.cpp.</summary>
/// <param name="QueryOffsets">Handle of <c>[sequences + 1]</c>, int32.</param>
/// <param name="KeyOffsets">Handle of <c>[sequences + 1]</c>, int32.</param>
/// <param name="LongestQuery">Queries of the longest sequence.</param>
/// <param name="LongestKey">Keys of the longest sequence.</param>
/// <param name="Window">How many keys a query sees, its own included; 0 for all.</param>
/// <param name="Dropout">Probability, in [0, 1).</param>
/// <param name="Scale">What scores are multiplied by.</param>
/// <param name="Causal">1 where a query sees none that follow it, else 0.</param>
[StructLayout(LayoutKind.Sequential)]
internal readonly record struct VarlenCall(
    nint QueryOffsets, nint KeyOffsets, long LongestQuery, long LongestKey, long Window, double Dropout, double Scale,
    long Causal);
