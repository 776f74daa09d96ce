namespace FineTune.Nn;

/// <summary>The angles by which a pair of dimensions turns from one position to the next
/// (<c>modeling_rope_utils.py</c> of transformers).</summary>
internal static class RotaryFrequencies
{
    /// <summary>From which length on a sequence has frequencies of its own; null if none ever has.</summary>
    public static int? LengthLimit(RotaryConfig config) => config.Kind switch
    {
        RotaryKind.Dynamic => config.MaxPositionEmbeddings,
        RotaryKind.LongRope => config.OriginalMaxPositionEmbeddings,
        _ => null,
    };

    /// <summary>The frequencies for a sequence.</summary>
    /// <param name="config">The embedding.</param>
    /// <param name="length">Number of tokens of the sequence.</param>
    /// <returns><c>[rotary_dim / 2]</c>, radians for each position.</returns>
    public static float[] For(RotaryConfig config, int length) => config.Kind switch
    {
        RotaryKind.Default => Plain(config, config.Theta),
        RotaryKind.Linear => Divided(Plain(config, config.Theta), _ => config.Factor),
        RotaryKind.Dynamic => Plain(config, GrownTheta(config, length)),
        RotaryKind.Llama3 => Llama3(config),
        RotaryKind.Yarn => Yarn(config),
        RotaryKind.LongRope => Divided(
            Plain(config, config.Theta),
            i => (length > config.OriginalMaxPositionEmbeddings ? config.LongFactor : config.ShortFactor)[i]),
        _ => throw new ArgumentOutOfRangeException(nameof(config), config.Kind, "no such kind"),
    };

    /// <summary>What cosines and sines are multiplied by.</summary>
    public static double Scaling(RotaryConfig config)
    {
        if (config.AttentionFactor is { } given)
        {
            return given;
        }
        return config.Kind switch
        {
            RotaryKind.Yarn when config is { MScale: > 0, MScaleAllDim: > 0 } =>
                YarnScale(config.Factor, config.MScale) / YarnScale(config.Factor, config.MScaleAllDim),
            RotaryKind.Yarn => YarnScale(config.Factor, 1),
            RotaryKind.LongRope when config.Factor > 1 =>
                Math.Sqrt(1 + (Math.Log(config.Factor) / Math.Log(config.OriginalMaxPositionEmbeddings))),
            _ => 1,
        };
    }

    private static float[] Plain(RotaryConfig config, double theta)
    {
        var frequencies = new float[config.RotaryDim / 2];
        for (var i = 0; i < frequencies.Length; i++)
        {
            // float32, as the reference computes them: at position 1000 the last bit shows.
            frequencies[i] = 1 / (float)Math.Pow(theta, 2f * i / config.RotaryDim);
        }
        return frequencies;
    }

    private static float[] Divided(float[] frequencies, Func<int, double> divisor) =>
        [.. frequencies.Select((f, i) => (float)(f / divisor(i)))];

    private static double GrownTheta(RotaryConfig config, int length)
    {
        var stretch = (config.Factor * Math.Max(length, config.MaxPositionEmbeddings) / config.MaxPositionEmbeddings)
            - (config.Factor - 1);
        return config.Theta * Math.Pow(stretch, config.RotaryDim / (config.RotaryDim - 2.0));
    }

    private static float[] Llama3(RotaryConfig config)
    {
        double original = config.OriginalMaxPositionEmbeddings;
        return [.. Plain(config, config.Theta).Select(f =>
        {
            var turns = original * f / (2 * Math.PI);
            if (turns < config.LowFreqFactor)
            {
                return (float)(f / config.Factor);
            }
            var kept = (turns - config.LowFreqFactor) / (config.HighFreqFactor - config.LowFreqFactor);
            return turns > config.HighFreqFactor ? f : (float)(((1 - kept) * f / config.Factor) + (kept * f));
        })];
    }

    private static float[] Yarn(RotaryConfig config)
    {
        var (low, high) = (DimensionOf(config.BetaFast), DimensionOf(config.BetaSlow));
        if (config.Truncate)
        {
            (low, high) = (Math.Floor(low), Math.Ceiling(high));
        }
        (low, high) = (Math.Max(low, 0), Math.Min(high, config.RotaryDim - 1));
        high += low == high ? 0.001 : 0;
        return [.. Plain(config, config.Theta).Select((f, i) =>
        {
            var divided = Math.Clamp((i - low) / (high - low), 0, 1);
            return (float)((f / config.Factor * divided) + (f * (1 - divided)));
        })];

        // The dimension whose pair turns so many times over the original length.
        double DimensionOf(double turns) =>
            config.RotaryDim * Math.Log(config.OriginalMaxPositionEmbeddings / (turns * 2 * Math.PI))
            / (2 * Math.Log(config.Theta));
    }

    private static double YarnScale(double factor, double weight) =>
        factor <= 1 ? 1 : (0.1 * weight * Math.Log(factor)) + 1;
}
