using static TorchSharp.torch;

namespace FineTune.Training;

/// <summary>A loss of pairs of answers.</summary>
/// <param name="Name">Its <c>loss_type</c>.</param>
/// <param name="Source">Where it is from.</param>
/// <param name="Losses">The loss of each pair, <c>[pairs]</c>, by log-probabilities, beta and the other settings.</param>
public sealed record PreferenceLoss(
    string Name, string Source, Func<PairLogProbs, double, PreferenceConfig, Tensor> Losses);
