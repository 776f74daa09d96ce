using System.Text.Json.Nodes;
using FineTune.Formats;

namespace FineTune.Peft;

/// <summary>LoRA's part of <c>adapter_config.json</c> (PEFT's <c>LoraConfig</c>).</summary>
internal static class LoraJson
{
    private const string InitKey = "init_lora_weights";
    private const string EvaKey = "eva_config";
    private const string LoftQKey = "loftq_config";
    private const string BiasKey = "lora_bias";
    private const string Mica = "mica";

    private static readonly string[] Unsupported =
    [
        "layer_replication", "target_parameters", "use_qalora", "alora_invocation_tokens", "use_bdlora",
        "kasa_config", "velora_config", "monteclora_config", "arrow_config",
    ];

    // These leave the base as it is: what the factors began as is gone once they are read.
    private static readonly string[] HarmlessStarts = [LoraStart.Eva, Mica];

    public static PeftEntry Entry { get; } = new(
        "LORA",
        typeof(LoraConfig),
        (config, context) => new LoraAdapter((LoraConfig)config, context),
        (adapter, json) => Write((LoraAdapter)adapter, json),
        Read)
    {
        Title = "LoRA",
        Keys =
        [
            .. TargetedJson.LayeredKeys, .. Unsupported,
            "r", "lora_alpha", "lora_dropout", "use_rslora", "use_dora", "bias", InitKey, "rank_pattern",
            "alpha_pattern", LoftQKey, "megatron_config", "megatron_core", EvaKey, "corda_config", BiasKey, TokenIndicesJson.Key,
            "qalora_group_size", "runtime_config", "ensure_weight_tying", "lora_ga_config",
        ],
    };

    /// <summary>Refuses settings that would change the result and are not supported.</summary>
    /// <param name="json">The file.</param>
    /// <param name="further">Settings that LoRA heeds and the method does not.</param>
    public static void RefuseUnsupported(HfConfig json, params IEnumerable<string> further) => AdapterConfigFile.Refuse(
        json, [.. Unsupported.Concat(further).Where(key => AdapterConfigFile.IsSet(json, key)), .. BaseChanges(json)]);

    private static void Write(LoraAdapter adapter, JsonObject json)
    {
        var config = Plain((LoraConfig)adapter.Config);
        TargetedJson.Write(adapter, json);
        json["r"] = config.Rank;
        json["lora_alpha"] = TargetedJson.Number(config.Alpha);
        json["lora_dropout"] = config.Dropout;
        json["use_rslora"] = config.UseRslora;
        json["use_dora"] = config.UseDora;
        json["bias"] = config.Bias;
        json[TargetedJson.FanInFanOut] = adapter.FanInFanOut;
        json[InitKey] = TargetedJson.Start(config.InitLoraWeights);
        json["rank_pattern"] = TargetedJson.Table(config.RankPattern, rank => rank);
        json["alpha_pattern"] = TargetedJson.Table(config.AlphaPattern, TargetedJson.Number);
        // Not every PEFT knows these keys.
        if (adapter.TrainedTokens is { } tokens)
        {
            json[TokenIndicesJson.Key] = TokenIndicesJson.Write(tokens);
        }
        if (config.LoraBias)
        {
            json[BiasKey] = true;
        }
        if (config.InitLoraWeights == LoraStart.Eva)
        {
            json[EvaKey] = Write(config.EvaConfig ?? new EvaConfig());
        }
        json["layer_replication"] = null;
        json[LoftQKey] = Write(config.InitLoraWeights == LoraStart.LoftQ ? config.LoftqConfig ?? new LoftQConfig() : null);
        json["megatron_config"] = null;
        json["megatron_core"] = "megatron.core";
    }

    private static JsonObject Write(LoftQConfig? config) =>
        config is null ? [] : new() { ["loftq_bits"] = config.LoftqBits, ["loftq_iter"] = config.LoftqIter };

    private static JsonObject Write(EvaConfig config) => new()
    {
        ["rho"] = config.Rho,
        ["tau"] = config.Tau,
        ["use_label_mask"] = config.UseLabelMask,
        ["label_mask_value"] = config.LabelMaskValue,
        ["whiten"] = config.Whiten,
        ["adjust_scaling_factors"] = config.AdjustScalingFactors,
    };

    private static LoftQConfig? ReadLoftQ(HfConfig json) =>
        json.Section(LoftQKey) is { } section && section.Keys.Any()
            ? new() { LoftqBits = section.GetInt("loftq_bits", 4), LoftqIter = section.GetInt("loftq_iter", 1) }
            : null;

    private static EvaConfig? ReadEva(HfConfig json) => json.Section(EvaKey) is not { } section ? null : new()
    {
        Rho = section.GetDouble("rho", 2),
        Tau = section.GetDouble("tau", 0.99),
        UseLabelMask = section.GetBool("use_label_mask", true),
        LabelMaskValue = section.GetInt("label_mask_value", -100),
        Whiten = section.GetBool("whiten", false),
        AdjustScalingFactors = section.GetBool("adjust_scaling_factors", true),
    };

    // Factors that began as part of the base weight are stored with their first values behind them: as plain LoRA of twice
    // the rank and of the same scaling, which any tool puts on the untouched base.
    private static LoraConfig Plain(LoraConfig config)
    {
        if (!LoraStart.TakesFromBase(config.InitLoraWeights))
        {
            return config;
        }
        var factor = config.UseRslora ? Math.Sqrt(2) : 2;
        return config with
        {
            InitLoraWeights = LoraStart.Default,
            Rank = 2 * config.Rank,
            Alpha = factor * config.Alpha,
            RankPattern = config.RankPattern?.ToDictionary(p => p.Key, p => 2 * p.Value),
            AlphaPattern = config.AlphaPattern?.ToDictionary(p => p.Key, p => factor * p.Value),
        };
    }

    private static LoraConfig Read(HfConfig json)
    {
        RefuseUnsupported(json);
        var start = TargetedJson.Start(json, InitKey) is { } named && named != Mica ? named : LoraStart.Default;
        return new LoraConfig
        {
            Rank = json.GetInt("r", 8),
            Alpha = json.GetDouble("lora_alpha", 8),
            Dropout = json.GetDouble("lora_dropout", 0),
            TargetModules = AdapterConfigFile.Targets(json, TargetedJson.TargetModules),
            ExcludeModules = AdapterConfigFile.Targets(json, TargetedJson.ExcludeModules),
            LayersToTransform = TargetedJson.Blocks(json),
            LayersPattern = TargetedJson.Lists(json),
            UseRslora = json.GetBool("use_rslora", false),
            UseDora = json.GetBool("use_dora", false),
            Bias = json.GetString("bias", LoraConfig.NoBias),
            InitLoraWeights = start,
            EvaConfig = start == LoraStart.Eva ? ReadEva(json) : null,
            LoftqConfig = start == LoraStart.LoftQ ? ReadLoftQ(json) : null,
            LoraBias = json.GetBool(BiasKey, false),
            RankPattern = TargetedJson.Table(json, "rank_pattern", (section, key) => section.GetInt(key)),
            AlphaPattern = TargetedJson.Table(json, "alpha_pattern", (section, key) => section.GetDouble(key)),
            ModulesToSave = json.GetStrings(TargetedJson.ModulesToSave),
            TrainableTokenIndices = TokenIndicesJson.Read(json),
        };
    }

    // A start that takes part of the base weight can be made again only if it is the same each time: an approximation by a
    // random start is not, nor is one that depends on data.
    private static string[] BaseChanges(HfConfig json) => TargetedJson.Start(json, InitKey) switch
    {
        null or LoraStart.Default or LoraStart.Random or LoraStart.Gaussian or LoraStart.Orthogonal or LoraStart.Pissa
            or LoraStart.Olora or LoraStart.LoftQ => [],
        var other => HarmlessStarts.Contains(other) ? [] : [InitKey],
    };
}
