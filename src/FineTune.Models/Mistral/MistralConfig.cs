using FineTune.Formats;

namespace FineTune.Models;

/// <summary>What <c>config.json</c> says of a Mistral (arXiv:2310.06825).</summary>
public sealed record MistralConfig : RmsDecoderConfig
{
    internal MistralConfig(HfConfig config)
        : base(config, new DecoderKeys { KeyValueHeads = 8, MaxPositions = 4096 * 32 }) =>
        SlidingWindow = config.SlidingWindow(fallback: 4096);

    /// <summary>How many tokens a query sees; null for all.</summary>
    public int? SlidingWindow { get; }
}
