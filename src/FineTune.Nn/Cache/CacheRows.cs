using static TorchSharp.torch;

namespace FineTune.Nn;

/// <summary>What a layer's keys and values are like.</summary>
internal readonly record struct CacheRows(
    long Sequences, long Heads, long HeadDim, ScalarType DType, Device Device);
