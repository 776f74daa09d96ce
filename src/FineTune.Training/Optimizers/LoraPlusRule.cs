using FineTune.Nn;

namespace FineTune.Training;

/// <summary>Learning rates of LoRA+ (arXiv:2402.12354; PEFT's <c>create_loraplus_optimizer</c>): B and everything with one
/// dimension learn faster than the rest, adapters on tables of vectors at a rate of their own.</summary>
public static class LoraPlusRule
{
    /// <summary>What a parameter's learning rate is, as a multiple of the run's.</summary>
    /// <param name="parameter">The parameter.</param>
    /// <param name="config">The run's settings.</param>
    public static double RateOf(Parameter parameter, TrainingConfig config)
    {
        if (config.LoraplusLrRatio is not { } ratio)
        {
            return 1;
        }
        return parameter.Name.Contains("lora_embedding_", StringComparison.Ordinal)
            ? config.LoraplusLrEmbedding / config.LearningRate
            : parameter.Name.Contains("lora_B", StringComparison.Ordinal) || parameter.Value.dim() == 1 ? ratio : 1;
    }
}
