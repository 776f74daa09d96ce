using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

namespace FineTune.Config.Tests.Sample;

public sealed record LoraConfig : PeftConfig
{
    [JsonPropertyName("r")]
    [Description("Rank of the update.")]
    [Range(1, 1024)]
    public int Rank { get; init; } = 8;

    [Description("Numerator of the scaling, alpha / r.")]
    public double LoraAlpha { get; init; } = 16;

    [Range(0, 1)]
    public double LoraDropout { get; init; }

    [AllowedValues("none", "all", "lora_only")]
    public string Bias { get; init; } = "none";

    public IReadOnlyDictionary<string, int> RankPattern { get; init; } = new Dictionary<string, int>();
}
