using FineTune.Nn;
using FineTune.Training;
using static TorchSharp.torch;

namespace FineTune.Recipes.Tests.Goldens;

/// <summary>The plainest language-model loss: cross-entropy of all logits. Labels are those of each token's
/// successor.</summary>
internal sealed class NextTokenObjective(ICausalLM model) : IObjective
{
    public LossSum Compute(PackedBatch batch)
    {
        var logits = model.Logits(model.Hidden(batch));
        return new LossSum(
            nn.functional.cross_entropy(logits, batch.Labels!, ignore_index: -100, reduction: nn.Reduction.Sum),
            batch.Labels!.data<long>().ToArray().Count(label => label != -100));
    }

    public IEvaluation BeginEvaluation() => throw new NotSupportedException("the goldens evaluate nothing");
}
