using FineTune.Nn;
using static TorchSharp.torch;

namespace FineTune.Peft;

/// <summary>Deals a shrinking budget of ranks out among layers, by how much the loss depends on each: sensitivity times its
/// uncertainty, both as running averages (arXiv:2303.10512, section 3.2; PEFT's <c>RankAllocator</c>).</summary>
internal sealed class RankAllocator
{
    private readonly AdaLoraConfig _config;
    private readonly IReadOnlyList<AdaLoraLinear> _layers;
    private readonly Dictionary<string, Tensor> _state = new(StringComparer.Ordinal);
    private readonly int _totalSteps;

    public RankAllocator(AdaLoraConfig config, IReadOnlyList<AdaLoraLinear> layers, int totalSteps, ModuleScope scope)
    {
        _config = config;
        _layers = layers;
        _totalSteps = totalSteps;
        foreach (var layer in layers)
        {
            _state[MaskOf(layer)] = scope.Buffer(ones(layer.E.Value.shape));
        }
        foreach (var parameter in layers.SelectMany(Factors))
        {
            _state[SensitivityOf(parameter)] = scope.Buffer(zeros(parameter.Value.shape));
            _state[UncertaintyOf(parameter)] = scope.Buffer(zeros(parameter.Value.shape));
        }
    }

    /// <summary>The running averages and the last allocation, by name.</summary>
    public IReadOnlyDictionary<string, Tensor> State => _state;

    private int LastAllocation => _totalSteps - _config.FinalSteps;

    private int FirstBudget => _layers.Count * _config.InitialRank;

    private int LastBudget => _layers.Count * _config.TargetRank;

    /// <summary>Takes the gradients of a step into account and, when it is time, masks the least important ranks.</summary>
    /// <param name="step">Which step, from 0.</param>
    public void AfterStep(int step)
    {
        using var guard = no_grad();
        using var scope = NewDisposeScope();
        if (step > LastAllocation)
        {
            KeepMasked();
            return;
        }
        if (step < LastAllocation)
        {
            foreach (var parameter in _layers.SelectMany(Factors))
            {
                Follow(parameter);
            }
        }
        var due = step > _config.InitialSteps && step % _config.AllocationInterval == 0;
        if (due || step == LastAllocation)
        {
            MaskTo(BudgetAt(step));
        }
    }

    // Falls with the third power of the time that is left (eq. 15).
    private int BudgetAt(int step)
    {
        if (step <= _config.InitialSteps)
        {
            return FirstBudget;
        }
        var left = 1 - ((double)(step - _config.InitialSteps) / (LastAllocation - _config.InitialSteps));
        return (int)(((FirstBudget - LastBudget) * Math.Pow(left, 3)) + LastBudget);
    }

    private void Follow(Parameter parameter)
    {
        var (sensitivity, uncertainty) = (_state[SensitivityOf(parameter)], _state[UncertaintyOf(parameter)]);
        var now = (parameter.Value * parameter.Value.grad!).abs();
        sensitivity.mul_(_config.Beta1).add_(now, 1 - _config.Beta1);
        uncertainty.mul_(_config.Beta2).add_((now - sensitivity).abs(), 1 - _config.Beta2);
    }

    private void MaskTo(int budget)
    {
        var surplus = FirstBudget - budget;
        if (surplus <= 0)
        {
            return;
        }
        var scores = _layers.Select(Importance).ToList();
        // The largest of the scores that are too many.
        var threshold = cat(scores).topk(surplus, largest: false).values.max();
        foreach (var (layer, score) in _layers.Zip(scores))
        {
            var kept = _state[MaskOf(layer)];
            kept.copy_(score.gt(threshold).unsqueeze(1));
            layer.E.Value.mul_(kept);
        }
    }

    // Between the last allocation and the end a masked rank moves with every step, and is put back.
    private void KeepMasked()
    {
        foreach (var layer in _layers)
        {
            layer.E.Value.mul_(_state[MaskOf(layer)]);
        }
    }

    // [rank]: of the singular value, and the mean over each of its two vectors.
    private Tensor Importance(AdaLoraLinear layer) =>
        Score(layer.E).view(-1) + Score(layer.A).mean([1L]) + Score(layer.B).mean([0L]);

    private Tensor Score(Parameter parameter) => _state[SensitivityOf(parameter)] * _state[UncertaintyOf(parameter)];

    private static Parameter[] Factors(AdaLoraLinear layer) => [layer.A, layer.E, layer.B];

    private static string SensitivityOf(Parameter parameter) => $"{parameter.Name}.exp_avg_ipt";

    private static string UncertaintyOf(Parameter parameter) => $"{parameter.Name}.exp_avg_unc";

    private static string MaskOf(AdaLoraLinear layer) => $"{layer.E.Name}.mask";
}
