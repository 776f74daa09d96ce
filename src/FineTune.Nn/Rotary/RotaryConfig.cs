namespace FineTune.Nn;

/// <summary>Rotary position embedding (arXiv:2104.09864); names are those of transformers' <c>rope_parameters</c>.</summary>
public sealed record RotaryConfig
{
    /// <summary>Size of a head.</summary>
    public required int HeadDim { get; init; }

    /// <summary>How many of a head's dimensions turn, from the first on; even.</summary>
    public required int RotaryDim { get; init; }

    /// <summary>Base of the frequencies.</summary>
    public required double Theta { get; init; }

    /// <summary>How the frequencies are stretched.</summary>
    public RotaryKind Kind { get; init; }

    /// <summary>By how much they are stretched.</summary>
    public double Factor { get; init; } = 1;

    /// <summary>The longest sequence that the model takes.</summary>
    public int MaxPositionEmbeddings { get; init; }

    /// <summary>The longest sequence before stretching.</summary>
    public int OriginalMaxPositionEmbeddings { get; init; }

    /// <summary>What cosines and sines are multiplied by; null for the kind's own value.</summary>
    public double? AttentionFactor { get; init; }

    /// <summary>Llama 3: wavelengths above original length / this are divided by the factor.</summary>
    public double LowFreqFactor { get; init; } = 1;

    /// <summary>Llama 3: wavelengths below original length / this are kept.</summary>
    public double HighFreqFactor { get; init; } = 4;

    /// <summary>YaRN: turns over the original length from which a frequency is kept.</summary>
    public double BetaFast { get; init; } = 32;

    /// <summary>YaRN: turns over the original length up to which a frequency is divided.</summary>
    public double BetaSlow { get; init; } = 1;

    /// <summary>YaRN: whether the ends of its ramp are whole dimensions.</summary>
    public bool Truncate { get; init; } = true;

    /// <summary>YaRN: weight of the logarithm in the attention factor; 0 for none.</summary>
    public double MScale { get; init; }

    /// <summary>YaRN: the same in what the attention factor is divided by; 0 for none.</summary>
    public double MScaleAllDim { get; init; }

    /// <summary>LongRoPE: divisors of the frequencies up to the original length, one for each.</summary>
    public IReadOnlyList<double> ShortFactor { get; init; } = [];

    /// <summary>LongRoPE: divisors beyond it.</summary>
    public IReadOnlyList<double> LongFactor { get; init; } = [];
}
