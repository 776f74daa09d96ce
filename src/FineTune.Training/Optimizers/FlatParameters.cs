using FineTune.Nn;
using static TorchSharp.torch;

namespace FineTune.Training;

/// <summary>All trainable parameters as views of one float32 buffer and their gradients as views of another, so that
/// clipping and an optimizer step are a handful of operations whatever the number of tensors. Decayed parameters come
/// first.</summary>
public sealed class FlatParameters : IDisposable
{
    private readonly Parameter[] _parameters;
    private bool _bound;

    /// <summary>Moves the parameters into the buffer.</summary>
    /// <param name="parameters">The trainables; their values keep, their storage changes.</param>
    /// <param name="rate">A parameter's learning rate, as a multiple of the run's; null for 1.</param>
    public FlatParameters(IEnumerable<Parameter> parameters, Func<Parameter, double>? rate = null)
    {
        rate ??= _ => 1;
        _parameters = [.. parameters.OrderBy(p => WeightDecayRule.Decays(p) ? 0 : 1).ThenBy(rate)];
        Segments = [.. SegmentsOf(_parameters, rate)];
        var count = _parameters.Sum(p => p.Count);
        using var guard = no_grad();
        var device = _parameters[0].Value.device;
        Values = empty(count, float32, device).DetachFromDisposeScope();
        Gradients = zeros(count, float32, device).DetachFromDisposeScope();
        ForEachView(Values, (parameter, view) =>
        {
            view.copy_(parameter.Value);
            parameter.Rebind(view.detach());
        });
    }

    /// <summary>The parameters, in the buffer's order.</summary>
    public IReadOnlyList<Parameter> Parameters => _parameters;

    /// <summary>Every value, <c>[count]</c>, float32.</summary>
    public Tensor Values { get; }

    /// <summary>Every gradient, <c>[count]</c>, float32.</summary>
    public Tensor Gradients { get; }

    /// <summary>Runs of elements that an optimizer treats alike, in order; together all of them.</summary>
    public IReadOnlyList<FlatSegment> Segments { get; }

    /// <summary>Clears the gradients.</summary>
    public void ZeroGradients() => Gradients.zero_();

    /// <summary>Gathers the gradients of the first backward pass and makes later ones accumulate straight into
    /// <see cref="Gradients"/>. Called after every backward pass; does nothing after the first.</summary>
    /// <exception cref="TrainingException">A parameter received no gradient; all are named.</exception>
    public void CollectGradients()
    {
        if (_bound)
        {
            return;
        }
        using var guard = no_grad();
        var untouched = new List<string>();
        ForEachView(Gradients, (parameter, view) =>
        {
            if (parameter.Value.grad is { } gradient)
            {
                view.copy_(gradient);
                gradient.Dispose();
            }
            else
            {
                untouched.Add(parameter.Name);
            }
            parameter.Value.grad = view;
        });
        if (untouched.Count > 0)
        {
            throw TrainingException.NoGradient(untouched);
        }
        _bound = true;
    }

    /// <summary>Names of the parameters whose gradient holds an infinity or a NaN. Reads the device.</summary>
    public IReadOnlyList<string> NonFiniteGradients()
    {
        using var guard = no_grad();
        using var scope = NewDisposeScope();
        var bad = new List<string>();
        ForEachView(Gradients, (parameter, view) =>
        {
            if (!view.isfinite().all().item<bool>())
            {
                bad.Add(parameter.Name);
            }
        });
        return bad;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Values.Dispose();
        Gradients.Dispose();
    }

    private static IEnumerable<FlatSegment> SegmentsOf(IEnumerable<Parameter> parameters, Func<Parameter, double> rate)
    {
        long start = 0;
        foreach (var alike in parameters.GroupBy(p => (Rate: rate(p), Decays: WeightDecayRule.Decays(p))))
        {
            var count = alike.Sum(p => p.Count);
            yield return new FlatSegment(start, count, alike.Key.Rate, alike.Key.Decays);
            start += count;
        }
    }

    private void ForEachView(Tensor flat, Action<Parameter, Tensor> visit)
    {
        using var scope = NewDisposeScope();
        long offset = 0;
        foreach (var parameter in _parameters)
        {
            visit(parameter, flat.narrow(0, offset, parameter.Count).view(parameter.Value.shape));
            offset += parameter.Count;
        }
    }
}
