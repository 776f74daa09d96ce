using System.Runtime.InteropServices;

namespace FineTune.Nn;

/// <summary>What ft_lora_linear is told besides the tensors that have gradients; laid out as <c>LoraCall</c> in
/// native/fused.cpp.</summary>
/// <param name="Bias">Handle of the bias; 0 for none.</param>
/// <param name="Gate">Where the input is a gated product, the handle of its gate; otherwise 0.</param>
/// <param name="Up">The handle of its other factor.</param>
/// <param name="Scaling">What the update is multiplied by.</param>
[StructLayout(LayoutKind.Sequential)]
internal readonly record struct LoraCall(nint Bias, nint Gate, nint Up, double Scaling);
