using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

namespace FineTune.Peft;

/// <summary>Settings of low-rank adaptation (arXiv:2106.09685).</summary>
public sealed record LoraConfig : LayeredConfig
{
    internal const string NoBias = "none";
    internal const string AllBiases = "all";
    internal const string OwnBiases = "lora_only";

    /// <inheritdoc/>
    public override string PeftType => "LORA";

    /// <summary>Rank of the update.</summary>
    /// <value>8.</value>
    [JsonPropertyName("r")]
    [Description("Rank of the update.")]
    [Range(1, 65536)]
    public int Rank { get; init; } = 8;

    /// <summary>The update is scaled by alpha / r.</summary>
    /// <value>8.</value>
    [JsonPropertyName("lora_alpha")]
    [Description("The update is scaled by lora_alpha / r (by lora_alpha / sqrt(r) with use_rslora).")]
    [Range(0.0, 1e6)]
    public double Alpha { get; init; } = 8;

    /// <summary>Dropout on the adapter's input.</summary>
    /// <value>0.</value>
    [JsonPropertyName("lora_dropout")]
    [Description("Dropout on the adapter's input.")]
    [Range(0.0, 0.99)]
    public double Dropout { get; init; }

    /// <summary>Rank-stabilised scaling (arXiv:2312.03732).</summary>
    [Description("Scale by lora_alpha / sqrt(r) instead of lora_alpha / r (rank-stabilised LoRA).")]
    public bool UseRslora { get; init; }

    /// <summary>Weight-decomposed adaptation: a magnitude for each output beside the update of its direction
    /// (arXiv:2402.09353).</summary>
    [Description("Train a magnitude for each output besides the low-rank update of its direction (DoRA).")]
    public bool UseDora { get; init; }

    /// <summary>Which biases of the base model train too.</summary>
    /// <value>none.</value>
    [Description("Biases of the base model that train too: none, all, or lora_only for those of the adapted layers.")]
    [AllowedValues(NoBias, AllBiases, OwnBiases)]
    public string Bias { get; init; } = NoBias;

    /// <summary>How the factors begin.</summary>
    /// <value>true.</value>
    [Description("How the factors begin: true (A uniform, B zero), gaussian, orthogonal, pissa (the base weight's largest "
        + "singular parts), pissa_niter_N (the same, approximated in N rounds), olora (its QR decomposition), eva (the "
        + "directions in which the first batches vary most, ranks shared out by them), loftq (what makes up for quantising "
        + "the base weight), or false (at random, which changes the model at once).")]
    [RegularExpression("true|false|gaussian|orthogonal|pissa(_niter_[0-9]{1,4})?|olora|eva|loftq", ErrorMessage =
        "{0} must be one of true, false, gaussian, orthogonal, pissa, pissa_niter_N (N a number), olora, eva, loftq")]
    public string InitLoraWeights { get; init; } = LoraStart.Default;

    /// <summary>Whether the factors begin with what the model computes on some of the data; see
    /// <see cref="EvaSample"/>.</summary>
    [JsonIgnore]
    public bool NeedsSample => InitLoraWeights == LoraStart.Eva;

    /// <summary>The bits that the adapted layers' weights are kept in by LoftQ, which begins the factors with what that
    /// loses; null where the base is as it is stored.</summary>
    [JsonIgnore]
    public int? LoftQBits => InitLoraWeights == LoraStart.LoftQ ? (LoftqConfig ?? new LoftQConfig()).LoftqBits : null;

    /// <summary>Settings of <c>init_lora_weights: eva</c>; null for the usual ones.</summary>
    [Description("Settings of init_lora_weights: eva.")]
    public EvaConfig? EvaConfig { get; init; }

    /// <summary>Settings of <c>init_lora_weights: loftq</c>; null for the usual ones.</summary>
    [Description("Settings of init_lora_weights: loftq.")]
    public LoftQConfig? LoftqConfig { get; init; }

    /// <summary>Whether B has a bias, which merging adds to that of the layer.</summary>
    [Description("Give B a bias of its own; the adapted layers must have one.")]
    public bool LoraBias { get; init; }

    /// <summary>Ranks of some layers: by the end of the path, or an expression for it; the first that matches
    /// counts.</summary>
    [Description("Ranks of some layers, by name or regular expression for the end of the path; the first match counts.")]
    public IReadOnlyDictionary<string, int>? RankPattern { get; init; }

    /// <summary>Alphas of some layers, chosen as <see cref="RankPattern"/> chooses ranks.</summary>
    [Description("lora_alpha of some layers, by name or regular expression for the end of the path; the first match "
        + "counts.")]
    public IReadOnlyDictionary<string, double>? AlphaPattern { get; init; }

    /// <summary>Tokens whose vectors train too.</summary>
    [Description("Tokens whose vectors train too: a list of ids for the table of the tokens that enter the model (and the "
        + "output layer where it shares it), or lists by module, such as {embed_tokens: [5], lm_head: [5]}. Those of "
        + "model.add_tokens and add_special_tokens need not be named.")]
    public TokenIndices? TrainableTokenIndices { get; init; }

    /// <inheritdoc/>
    internal override IEnumerable<int> NamedTokens => TrainableTokenIndices?.All ?? [];

    /// <inheritdoc/>
    internal override IEnumerable<string> Contradictions() =>
        base.Contradictions()
            .Concat(PathPattern.BadRanks(RankPattern))
            .Concat(TrainableTokenIndices?.Problems(TokenIndicesJson.Key) ?? [])
            .Concat(OddOptions());

    /// <summary>The rank of a layer.</summary>
    /// <param name="path">Its full path.</param>
    public int RankOf(string path) => PathPattern.First(RankPattern, path, Rank);

    /// <summary>What the update of a layer is multiplied by.</summary>
    /// <param name="path">Its full path.</param>
    public double ScalingOf(string path)
    {
        double rank = RankOf(path);
        return PathPattern.First(AlphaPattern, path, Alpha) / (UseRslora ? Math.Sqrt(rank) : rank);
    }

    private IEnumerable<string> OddOptions()
    {
        if (EvaConfig is not null && InitLoraWeights != LoraStart.Eva)
        {
            yield return "eva_config is set, but only init_lora_weights: eva heeds it: set that, or remove it";
        }
        if (LoftqConfig is not null && InitLoraWeights != LoraStart.LoftQ)
        {
            yield return "loftq_config is set, but only init_lora_weights: loftq heeds it: set that, or remove it";
        }
        if (LoraBias && (UseDora || InitLoraWeights is not (LoraStart.Default or LoraStart.Random)))
        {
            yield return "lora_bias goes with plain LoRA that begins as true or false: remove lora_bias, or use_dora and "
                + "init_lora_weights";
        }
    }
}
