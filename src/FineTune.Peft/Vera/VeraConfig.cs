using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

namespace FineTune.Peft;

/// <summary>Settings of VeRA: random matrices shared by all layers, and two learned vectors for each
/// (arXiv:2310.11454).</summary>
public sealed record VeraConfig : LayeredConfig
{
    internal const string OwnBiases = "vera_only";

    /// <inheritdoc/>
    public override string PeftType => "VERA";

    /// <summary>Rank of the shared matrices.</summary>
    /// <value>256.</value>
    [JsonPropertyName("r")]
    [Description("Rank of the shared random matrices; usually far above LoRA's.")]
    [Range(1, 65536)]
    public int Rank { get; init; } = 256;

    /// <summary>Seed of the shared matrices.</summary>
    /// <value>0.</value>
    [JsonPropertyName("projection_prng_key")]
    [Description("Seed of the shared random matrices.")]
    public int ProjectionKey { get; init; }

    /// <summary>Whether the adapter's file holds the shared matrices; if not, they are drawn again from the seed.</summary>
    /// <value>True.</value>
    [Description("Whether the adapter's file holds the shared matrices; if not, they are drawn again from the seed.")]
    public bool SaveProjection { get; init; } = true;

    /// <summary>Dropout on the adapter's input.</summary>
    /// <value>0.</value>
    [JsonPropertyName("vera_dropout")]
    [Description("Dropout on the adapter's input.")]
    [Range(0.0, 0.99)]
    public double Dropout { get; init; }

    /// <summary>What the inner vector begins at.</summary>
    /// <value>0.1.</value>
    [Description("What the inner vector (vera_lambda_d) begins at.")]
    public double DInitial { get; init; } = 0.1;

    /// <summary>Which biases of the base model train too.</summary>
    /// <value>none.</value>
    [Description("Biases of the base model that train too: none, all, or vera_only for those of the adapted layers.")]
    [AllowedValues(LoraConfig.NoBias, LoraConfig.AllBiases, OwnBiases)]
    public string Bias { get; init; } = LoraConfig.NoBias;

    /// <summary>Whether the outer vector begins at zero, so that the adapter changes nothing; otherwise at one, and the
    /// inner one at random.</summary>
    /// <value>True.</value>
    [Description("Whether the outer vector begins at zero, so that the adapter changes nothing; otherwise at one, and the "
        + "inner one at random.")]
    public bool InitWeights { get; init; } = true;
}
