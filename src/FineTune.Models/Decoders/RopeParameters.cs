using System.Text.Json.Nodes;
using FineTune.Formats;
using FineTune.Nn;

namespace FineTune.Models;

/// <summary>Reads rotary positions out of a configuration, in any of transformers' spellings: <c>rope_parameters</c>,
/// <c>rope_scaling</c> with <c>rope_type</c> or <c>type</c>, and keys beside them.</summary>
internal static class RopeParameters
{
    private static readonly Dictionary<string, RotaryKind> Kinds = new(StringComparer.Ordinal)
    {
        ["default"] = RotaryKind.Default,
        ["linear"] = RotaryKind.Linear,
        ["dynamic"] = RotaryKind.Dynamic,
        ["llama3"] = RotaryKind.Llama3,
        ["yarn"] = RotaryKind.Yarn,
        ["longrope"] = RotaryKind.LongRope,
        ["su"] = RotaryKind.LongRope,
    };

    /// <summary>Reads them.</summary>
    /// <param name="config">The configuration.</param>
    /// <param name="headDim">Size of a head.</param>
    /// <param name="maxPositions">The longest sequence.</param>
    /// <param name="thetaKey">What the family calls the base where it stands outside.</param>
    /// <param name="partialKey">What the family calls the share of a head that turns.</param>
    /// <param name="partial">Default of that share.</param>
    public static Rotary Rope(
        this HfConfig config,
        int headDim,
        int maxPositions,
        string thetaKey = "rope_theta",
        string partialKey = "partial_rotary_factor",
        double partial = 1)
    {
        var section = config.Section("rope_parameters") ?? config.Section("rope_scaling");
        var share = section?.GetDoubleOrNull("partial_rotary_factor") ?? config.GetDouble(partialKey, partial);
        var turned = (int)(headDim * share);
        config.Check(turned % 2 == 0 && turned <= headDim, partialKey, "a share of head_dim that makes an even number");
        var original = section?.GetIntOrNull("original_max_position_embeddings")
            ?? config.GetIntOrNull("original_max_position_embeddings");
        var plain = new RotaryConfig
        {
            HeadDim = headDim,
            RotaryDim = turned,
            Theta = section?.GetDoubleOrNull("rope_theta") ?? config.GetDouble(thetaKey, 10000),
            MaxPositionEmbeddings = maxPositions,
            OriginalMaxPositionEmbeddings = original ?? maxPositions,
        };
        return new Rotary(section is null ? plain : Stretched(plain, section, original));
    }

    private static RotaryConfig Stretched(RotaryConfig plain, HfConfig section, int? original)
    {
        var key = section.Has("rope_type") ? "rope_type" : "type";
        var name = section.GetString(key, "default");
        section.Check(Kinds.ContainsKey(name), key, $"one of {string.Join(", ", Kinds.Keys)}");
        var kind = Kinds.GetValueOrDefault(name);
        var config = plain with { Kind = kind, AttentionFactor = section.GetDoubleOrNull("attention_factor") };
        return kind switch
        {
            RotaryKind.Default => plain,
            RotaryKind.LongRope => LongRope(config, section, original),
            _ => config with
            {
                Factor = section.GetDouble("factor"),
                LowFreqFactor = section.GetDouble("low_freq_factor", 1),
                HighFreqFactor = section.GetDouble("high_freq_factor", 4),
                BetaFast = section.GetDouble("beta_fast", 32),
                BetaSlow = section.GetDouble("beta_slow", 1),
                MScale = section.GetDouble("mscale", 0),
                MScaleAllDim = section.GetDouble("mscale_all_dim", 0),
                Truncate = section.GetBool("truncate", true),
            },
        };
    }

    private static RotaryConfig LongRope(RotaryConfig config, HfConfig section, int? original) => config with
    {
        Factor = original is { } length
            ? (double)config.MaxPositionEmbeddings / length
            : section.GetDouble("factor", 1),
        ShortFactor = Numbers(section, "short_factor", config.RotaryDim / 2),
        LongFactor = Numbers(section, "long_factor", config.RotaryDim / 2),
    };

    private static double[] Numbers(HfConfig section, string key, int count)
    {
        var numbers = (section[key] as JsonArray)?
            .Select(n => n is JsonValue value && value.TryGetValue(out double number) ? number : double.NaN)
            .ToArray() ?? [];
        section.Check(
            numbers.Length == count && numbers.All(n => n > 0), key, $"a list of {count} numbers above 0");
        return numbers;
    }
}
