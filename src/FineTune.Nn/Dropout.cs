using static TorchSharp.torch;

namespace FineTune.Nn;

/// <summary>Zeroes elements at random while the model trains; does nothing, at no cost, otherwise.</summary>
public sealed class Dropout
{
    private readonly RunMode _mode;

    internal Dropout(double probability, RunMode mode)
    {
        Probability = probability;
        _mode = mode;
    }

    /// <summary>Share of elements zeroed, in [0, 1).</summary>
    public double Probability { get; }

    /// <summary>The probability in force now: 0 outside training.</summary>
    public double Active => _mode.Training ? Probability : 0;

    /// <summary>Applies dropout to a tensor of any shape.</summary>
    public Tensor Forward(Tensor input) =>
        Active > 0 ? nn.functional.dropout(input, Probability, training: true) : input;
}
