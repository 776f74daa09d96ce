using FineTune.Formats;

namespace FineTune.Models;

/// <summary>What <c>config.json</c> says of a Qwen3 (arXiv:2505.09388).</summary>
public sealed record Qwen3Config : RmsDecoderConfig
{
    internal Qwen3Config(HfConfig config)
        : base(config, new DecoderKeys { KeyValueHeads = 32, HeadDim = 128, MaxPositions = 32768 })
    {
        AttentionBias = config.GetBool("attention_bias", false);
        Windows = QwenWindows.Read(config, NumHiddenLayers);
    }

    /// <summary>Whether attention's linear layers have biases.</summary>
    public bool AttentionBias { get; }

    /// <summary>How many tokens a query of each layer sees; null for all.</summary>
    public IReadOnlyList<int?> Windows { get; }
}
