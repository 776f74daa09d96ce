namespace FineTune.Nn;

/// <summary>How rotary frequencies are stretched beyond the length that a model was first trained on.</summary>
public enum RotaryKind
{
    /// <summary>Not at all.</summary>
    Default,

    /// <summary>Positions divided by a factor (arXiv:2306.15595).</summary>
    Linear,

    /// <summary>A base that grows with the sequence, once it is too long.</summary>
    Dynamic,

    /// <summary>Low frequencies divided, high ones kept, a ramp between (Llama 3.1).</summary>
    Llama3,

    /// <summary>A ramp over dimensions, and sharper attention (arXiv:2309.00071).</summary>
    Yarn,

    /// <summary>A searched factor for each frequency, one set for short and one for long sequences
    /// (arXiv:2402.13753).</summary>
    LongRope,
}
