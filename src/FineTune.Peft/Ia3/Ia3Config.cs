using System.ComponentModel;
using System.Text.Json.Serialization;

namespace FineTune.Peft;

/// <summary>Settings of (IA)³: learned vectors that rescale what layers take in or give out (arXiv:2205.05638).</summary>
public sealed record Ia3Config : TargetedConfig
{
    /// <inheritdoc/>
    public override string PeftType => "IA3";

    /// <summary>Targets whose input is scaled instead of their output; null takes the architecture's usual ones.</summary>
    [Description("Targets whose input is scaled instead of their output: the second layer of a feed-forward block. "
        + "Default: the architecture's usual ones.")]
    public TargetModules? FeedforwardModules { get; init; }

    /// <summary>Whether the vectors begin at one, where they change nothing; otherwise at random.</summary>
    /// <value>True.</value>
    [JsonPropertyName("init_ia3_weights")]
    [Description("Whether the vectors begin at one, where they change nothing; otherwise at random.")]
    public bool InitWeights { get; init; } = true;

    /// <inheritdoc/>
    internal override IEnumerable<string> Contradictions()
    {
        var strays = TargetModules?.Names is { } targets && FeedforwardModules?.Names is { } inner
            ? inner.Except(targets).ToList()
            : [];
        if (strays.Count > 0)
        {
            yield return $"feedforward_modules names {string.Join(", ", strays)}, which target_modules does not: add them "
                + "there or remove them here";
        }
    }
}
