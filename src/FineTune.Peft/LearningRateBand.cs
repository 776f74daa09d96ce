namespace FineTune.Peft;

/// <summary>Learning rates with which a method learns.</summary>
/// <param name="Least">Below this, little is learned in a usual run.</param>
/// <param name="Usual">What to begin with.</param>
/// <param name="Most">Above this, runs tend to fall apart.</param>
public readonly record struct LearningRateBand(double Least, double Usual, double Most)
{
    /// <summary>LoRA's: TRL's and PEFT's advice is 1e-4 to 1e-3.</summary>
    public static LearningRateBand LowRank { get; } = new(1e-5, 2e-4, 1e-2);

    /// <summary>That of methods which learn vectors instead of matrices: (IA)³ and VeRA name 3e-3 and more.</summary>
    public static LearningRateBand Vectors { get; } = new(1e-4, 3e-3, 1e-1);

    /// <summary>That of vectors in front of the input, which learn slowly: PEFT's examples take 1e-3 to 3e-2, the paper 0.3
    /// (arXiv:2104.08691, appendix).</summary>
    public static LearningRateBand Prompt { get; } = new(1e-4, 1e-2, 1);

    /// <summary>That of keys and values in front of every layer: PEFT's examples take 1e-2 and 3e-2, the paper 5e-5 with a
    /// projection (arXiv:2101.00190).</summary>
    public static LearningRateBand Prefix { get; } = new(1e-5, 1e-2, 1e-1);

    /// <summary>That of an encoder that makes virtual tokens: PEFT's example takes 1e-3, the paper 1e-5 beside the whole model
    /// (arXiv:2103.10385).</summary>
    public static LearningRateBand PromptEncoder { get; } = new(1e-5, 1e-3, 1e-1);

    /// <summary>That of gated prompts: the paper takes 9e-3 (arXiv:2303.16199), PEFT's comparison 5e-4 and 5e-3.</summary>
    public static LearningRateBand GatedPrompt { get; } = new(1e-4, 5e-3, 1e-1);

    /// <summary>That of biases: the paper searches from 1e-4 to 1e-3 (arXiv:2106.10199).</summary>
    public static LearningRateBand Biases { get; } = new(1e-5, 5e-4, 1e-2);

    /// <summary>That of normalisation layers: PEFT's example takes 5e-2, its comparison 1e-4.</summary>
    public static LearningRateBand Norms { get; } = new(1e-5, 1e-3, 1e-1);

    /// <summary>That of bottlenecks: 3e-5 to 3e-3 in the paper (arXiv:1902.00751), 1e-4 in AdapterHub's examples.</summary>
    public static LearningRateBand Bottlenecks { get; } = new(1e-5, 1e-4, 1e-2);

    /// <summary>That of some of the model's own layers.</summary>
    public static LearningRateBand SomeWeights { get; } = new(1e-6, 5e-5, 1e-2);

    /// <summary>That of training every weight.</summary>
    public static LearningRateBand AllWeights { get; } = new(1e-7, 2e-5, 1e-2);

    /// <summary>Whether a rate is within the band.</summary>
    public bool Contains(double rate) => rate >= Least && rate <= Most;
}
