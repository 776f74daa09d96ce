using static TorchSharp.torch;

namespace FineTune.Training;

/// <summary>What a language model says of chosen tokens; all <c>[rows]</c>, float32.</summary>
/// <param name="LogProbs">Log-probabilities of the tokens, in nats; gradients flow where they are recorded.</param>
/// <param name="Entropy">Entropy of each prediction, in nats.</param>
/// <param name="LogitMean">Mean logit of each prediction.</param>
/// <param name="Correct">1 where the token was held for the likeliest, else 0.</param>
internal sealed record TokenScores(Tensor LogProbs, Tensor Entropy, Tensor LogitMean, Tensor Correct);
