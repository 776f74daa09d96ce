using static TorchSharp.torch;

namespace FineTune.Training;

/// <summary>Adam with decoupled weight decay (arXiv:1711.05101, algorithm 2) over the flat buffer; the order of
/// operations is torch's <c>_single_tensor_adamw</c>.</summary>
public sealed class AdamW : IDisposable
{
    private readonly FlatParameters _flat;
    private readonly AdamWSettings _settings;

    /// <summary>Starts with zero moments.</summary>
    public AdamW(FlatParameters flat, AdamWSettings settings)
    {
        _flat = flat;
        _settings = settings;
        FirstMoment = zeros_like(flat.Values).DetachFromDisposeScope();
        SecondMoment = zeros_like(flat.Values).DetachFromDisposeScope();
    }

    /// <summary>Running mean of the gradient, <c>[count]</c>.</summary>
    public Tensor FirstMoment { get; }

    /// <summary>Running mean of its square, <c>[count]</c>.</summary>
    public Tensor SecondMoment { get; }

    /// <summary>Takes one step.</summary>
    /// <param name="step">Which one, from 0.</param>
    /// <param name="learningRate">The rate of this step.</param>
    public void Step(int step, double learningRate)
    {
        using var guard = no_grad();
        using var scope = NewDisposeScope();
        var gradient = _flat.Gradients;
        foreach (var part in _flat.Segments.Where(s => s.Decays && _settings.WeightDecay > 0))
        {
            _flat.Values.narrow(0, part.Start, part.Count).mul_(1 - (learningRate * part.Rate * _settings.WeightDecay));
        }
        FirstMoment.mul_(_settings.Beta1).add_(gradient, 1 - _settings.Beta1);
        SecondMoment.mul_(_settings.Beta2).addcmul_(gradient, gradient, 1 - _settings.Beta2);
        var firstCorrection = 1 - Math.Pow(_settings.Beta1, step + 1);
        var secondCorrection = Math.Sqrt(1 - Math.Pow(_settings.Beta2, step + 1));
        var denominator = SecondMoment.sqrt().div_(secondCorrection).add_(_settings.Epsilon);
        if (_flat.Segments.All(s => s.Rate == 1))
        {
            _flat.Values.addcdiv_(FirstMoment, denominator, -learningRate / firstCorrection);
            return;
        }
        foreach (var (start, count, rate, _) in _flat.Segments)
        {
            _flat.Values.narrow(0, start, count).addcdiv_(
                FirstMoment.narrow(0, start, count),
                denominator.narrow(0, start, count),
                -learningRate * rate / firstCorrection);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        FirstMoment.Dispose();
        SecondMoment.Dispose();
    }
}
