using FineTune.Formats;

namespace FineTune.Models;

/// <summary>What <c>config.json</c> says of a Phi-3 (arXiv:2404.14219).</summary>
public sealed record Phi3Config : RmsDecoderConfig
{
    internal Phi3Config(HfConfig config)
        : base(config, new DecoderKeys { MaxPositions = 4096 })
    {
        ResidualDropout = config.GetDouble("resid_pdrop", 0);
        SlidingWindow = config.SlidingWindow(fallback: null);
    }

    /// <summary>Dropout on sub-layer outputs.</summary>
    public double ResidualDropout { get; }

    /// <summary>How many tokens a query sees; null for all.</summary>
    public int? SlidingWindow { get; }
}
