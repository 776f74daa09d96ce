using System.Text.RegularExpressions;
using FineTune.Nn;

namespace FineTune.Training;

/// <summary>Which parameters weight decay applies to: all but biases and normalisation layers (transformers'
/// <c>Trainer.get_decay_parameter_names</c>). LoRA matrices, embeddings and heads are decayed.</summary>
public static partial class WeightDecayRule
{
    /// <summary>Whether weight decay applies to a parameter.</summary>
    public static bool Decays(Parameter parameter) =>
        !parameter.InNorm && !Spared().IsMatch(parameter.Name.ToLowerInvariant());

    [GeneratedRegex(@"bias|layernorm|rmsnorm|(?:^|\.)norm(?:$|\.)|_norm(?:$|\.)", RegexOptions.None, 1000)]
    private static partial Regex Spared();
}
