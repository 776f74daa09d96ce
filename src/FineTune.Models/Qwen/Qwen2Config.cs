using FineTune.Formats;

namespace FineTune.Models;

/// <summary>What <c>config.json</c> says of a Qwen2 or Qwen2.5 (arXiv:2407.10671).</summary>
public sealed record Qwen2Config : RmsDecoderConfig
{
    internal Qwen2Config(HfConfig config)
        : base(config, new DecoderKeys { KeyValueHeads = 32, MaxPositions = 32768 }) =>
        Windows = QwenWindows.Read(config, NumHiddenLayers);

    /// <summary>How many tokens a query of each layer sees; null for all.</summary>
    public IReadOnlyList<int?> Windows { get; }
}
