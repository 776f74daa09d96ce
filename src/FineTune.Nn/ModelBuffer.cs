using static TorchSharp.torch;

namespace FineTune.Nn;

/// <summary>A tensor that an adapter computes with and training never changes.</summary>
/// <param name="Value">The tensor; it lives as long as the model.</param>
/// <param name="StoredAs">Its full name in the adapter's file; null for what is made anew each time.</param>
public sealed record ModelBuffer(Tensor Value, string? StoredAs = null);
