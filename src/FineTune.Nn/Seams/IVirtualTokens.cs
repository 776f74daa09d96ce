using static TorchSharp.torch;

namespace FineTune.Nn;

/// <summary>Vectors that an adapter puts in front of every sequence, as if they were tokens.</summary>
public interface IVirtualTokens
{
    /// <summary>How many there are; 0 while the adapter is off.</summary>
    int Count { get; }

    /// <summary>The vectors that stand where token vectors do.</summary>
    /// <returns><c>[count, hidden]</c>.</returns>
    Tensor Vectors();
}
