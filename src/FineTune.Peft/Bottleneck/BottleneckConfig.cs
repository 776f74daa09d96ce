using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

namespace FineTune.Peft;

/// <summary>Settings of bottleneck adapters: small two-layer networks at the ends of sub-layers. Placements, names and
/// defaults are AdapterHub's.</summary>
public sealed record BottleneckConfig : PeftConfig
{
    /// <summary>Behind attention and behind feed-forward (arXiv:1902.00751), AdapterHub's <c>double_seq_bn</c>.</summary>
    public const string Houlsby = "houlsby";

    /// <summary>Behind feed-forward (arXiv:2005.00247), AdapterHub's <c>seq_bn</c>.</summary>
    public const string Pfeiffer = "pfeiffer";

    /// <summary>Beside feed-forward (arXiv:2110.04366), AdapterHub's <c>par_bn</c>.</summary>
    public const string Parallel = "parallel";

    /// <inheritdoc/>
    public override string PeftType => "BOTTLENECK";

    /// <summary>Where the adapters are.</summary>
    /// <value>pfeiffer.</value>
    [Description("Where the adapters are: behind both halves of each layer (houlsby), behind feed-forward (pfeiffer), or "
        + "beside feed-forward (parallel). AdapterHub's double_seq_bn, seq_bn and par_bn.")]
    [AllowedValues(Houlsby, Pfeiffer, Parallel)]
    public string Placement { get; init; } = Pfeiffer;

    /// <summary>How many times narrower than the model they are; null for the placement's usual.</summary>
    [Description("How many times narrower than the model they are. Default: 16, parallel 2.")]
    [Range(1.0, 65536.0)]
    public double? ReductionFactor { get; init; }

    /// <summary>Their activation; null for the placement's usual.</summary>
    [Description("Their activation. Default: relu, houlsby swish.")]
    [AllowedValues("relu", "swish", "silu", "gelu", "gelu_new", "tanh")]
    public string? NonLinearity { get; init; }

    /// <summary>What their output is multiplied by; null for the placement's usual.</summary>
    [Description("What their output is multiplied by. Default: 1, parallel 4.")]
    [Range(-1e6, 1e6)]
    public double? Scaling { get; init; }

    /// <summary>Dropout on their output.</summary>
    /// <value>0.</value>
    [Description("Dropout on their output.")]
    [Range(0.0, 0.99)]
    public double Dropout { get; init; }

    /// <summary>The factor in force.</summary>
    [JsonIgnore]
    internal double Reduction => ReductionFactor ?? (Placement == Parallel ? 2 : 16);

    /// <summary>The activation in force.</summary>
    [JsonIgnore]
    internal string Activation => NonLinearity ?? (Placement == Houlsby ? "swish" : "relu");

    /// <summary>The multiplier in force.</summary>
    [JsonIgnore]
    internal double Scale => Scaling ?? (Placement == Parallel ? 4 : 1);
}
