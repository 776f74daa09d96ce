using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace FineTune.Peft;

/// <summary>Settings of prefix tuning (arXiv:2101.00190): keys and values in front of every sequence are learned, in
/// every layer.</summary>
public sealed record PrefixTuningConfig : PromptLearningConfig
{
    /// <summary>Begin with zeros.</summary>
    public const string Zero = "zero";

    /// <inheritdoc/>
    public override string PeftType => "PREFIX_TUNING";

    /// <summary>Whether two linear layers make keys and values while they are trained.</summary>
    /// <value>False.</value>
    [Description("Whether two linear layers make the keys and values while they are trained.")]
    public bool PrefixProjection { get; init; }

    /// <summary>Width between those layers; null takes that of a layer's keys.</summary>
    [Description("Width between these layers. Default: that of a layer's keys.")]
    [Range(1, 65536)]
    public int? EncoderHiddenSize { get; init; }

    /// <summary>What keys and values are at first; null draws them.</summary>
    [Description("What the keys and values are at first: random by default, or zero.")]
    [AllowedValues(Zero)]
    public string? InitWeights { get; init; }
}
