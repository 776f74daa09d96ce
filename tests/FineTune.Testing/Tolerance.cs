namespace FineTune.Testing;

/// <summary>How near is near enough, named once. The figures are those of the goldens' own notes: the distance between
/// float32 and float64 in the reference, with room to spare.</summary>
/// <param name="Absolute">Allowed difference whatever the value.</param>
/// <param name="Relative">Allowed difference as a share of the expected value.</param>
public readonly record struct Tolerance(double Absolute, double Relative)
{
    /// <summary>A single operation in float32.</summary>
    public static Tolerance Op { get; } = new(1e-6, 1e-6);

    /// <summary>Logits, hidden states and losses of a whole model.</summary>
    public static Tolerance Logits { get; } = new(1e-4, 0);

    /// <summary>Gradients of a whole model.</summary>
    public static Tolerance Gradient { get; } = new(1e-4, 1e-3);

    /// <summary>Losses and tensors after ten training steps.</summary>
    public static Tolerance Trajectory { get; } = new(1e-5, 1e-5);

    /// <summary>A learning rate, against its table.</summary>
    public static Tolerance LearningRate { get; } = new(1e-15, 1e-12);

    /// <summary>Two ways to compute the same float32 result.</summary>
    public static Tolerance SameResult { get; } = new(1e-5, 1e-5);

    /// <summary>A result computed in bfloat16, against float32.</summary>
    public static Tolerance BFloat16 { get; } = new(2e-2, 2e-2);

    /// <summary>The root mean square of what logits in bfloat16 are off from float32; the farthest is about twice that
    /// far.</summary>
    public static Tolerance BFloat16Mean { get; } = new(1.5e-2, 0);

    /// <summary>The root mean square of what logits of a whole golden model in bfloat16 are off, as a share of that of the
    /// logits: twice what the reference's own bfloat16 is off.</summary>
    public static Tolerance BFloat16Model { get; } = new(6e-2, 0);

    /// <summary>A score that is the same formula in float64.</summary>
    public static Tolerance Score { get; } = new(1e-6, 1e-6);

    /// <summary>Mean or standard deviation of some thousand draws, in standard deviations of what is drawn.</summary>
    public static Tolerance Sampling { get; } = new(0.1, 0);

    /// <summary>What this tolerance allows for an expected value.</summary>
    public double Allowed(double expected) => Absolute + (Relative * Math.Abs(expected));
}
