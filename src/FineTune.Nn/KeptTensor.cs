using static TorchSharp.torch;

namespace FineTune.Nn;

/// <summary>What a layer keeps of a tensor for the backward pass: the tensor itself, or what it can be made from.</summary>
/// <param name="From">What is kept.</param>
/// <param name="Make">Makes the tensor of what was kept; records nothing.</param>
public sealed record KeptTensor(IReadOnlyList<Tensor> From, Func<IReadOnlyList<Tensor>, Tensor> Make);
