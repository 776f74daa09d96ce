using static TorchSharp.torch;

namespace FineTune.Training;

/// <summary>One optimizer step: forward and backward over a window of batches, one division by all that they counted,
/// clipping, update. Nothing here waits for the device.</summary>
internal sealed class Stepper
{
    // torch's clip_grad_norm_ divides by norm + 1e-6.
    private const double ClipEpsilon = 1e-6;

    private readonly TrainSetup _setup;
    private readonly ScheduleEntry _schedule;
    private readonly ScheduleContext _scheduleContext;

    public Stepper(TrainSetup setup)
    {
        _setup = setup;
        var config = setup.Config;
        _schedule = ScheduleRegistry.Find(config.LrSchedulerType);
        _scheduleContext = new ScheduleContext(
            config.LearningRate, setup.Plan.WarmupSteps, setup.Plan.TotalSteps, config.LrSchedulerKwargs);
    }

    /// <summary>Takes a step.</summary>
    /// <param name="window">The batches that make it up.</param>
    /// <param name="step">Which one, from 0.</param>
    public StepResult Take(IReadOnlyList<StepBatch> window, int step)
    {
        // The dropout of a step follows from the seed and its number: a resumed run draws what an unbroken one does.
        manual_seed(StepSeed(_setup.Config.Seed, step));
        _setup.Mode.Training = true;
        _setup.Parameters.ZeroGradients();
        using var scope = NewDisposeScope();
        var total = zeros(1, float32, _setup.Device);
        MetricSums? metrics = null;
        long count = 0;
        _setup.Objective.BeginStep([.. window.Select(b => b.Host)]);
        foreach (var batch in window)
        {
            using var micro = NewDisposeScope();
            using var used = batch;
            var loss = _setup.Objective.Compute(batch.OnDevice);
            loss.Sum.backward();
            _setup.Parameters.CollectGradients();
            total.add_(loss.Sum.detach());
            count += loss.Count;
            metrics = Add(metrics, loss.Metrics);
        }
        if (_setup.Part?.Penalty() is { } penalty)
        {
            // The step divides by what it counted, but the penalty is there once.
            var whole = penalty * count;
            whole.backward();
            total.add_(whole.detach());
        }
        var norm = ScaleAndClip(count);
        var rate = _schedule.LearningRate(_scheduleContext, step);
        _setup.Optimizer.Step(step, rate);
        _setup.Part?.AfterStep(step);
        return new StepResult
        {
            Step = step + 1,
            LearningRate = rate,
            LossSum = total.DetachFromDisposeScope(),
            Count = count,
            GradNorm = norm.DetachFromDisposeScope(),
            Metrics = metrics,
            Tokens = window.Sum(b => (long)b.Host.Tokens),
            DataPosition = window[^1].Host.NextPosition,
            Rows = [.. window.SelectMany(b => b.Host.Rows)],
        };
    }

    private static MetricSums? Add(MetricSums? total, MetricSums? more)
    {
        if (total is null)
        {
            more?.Sums.DetachFromDisposeScope();
            return more;
        }
        total.Sums.add_(more!.Sums);
        return total;
    }

    private Tensor ScaleAndClip(long count)
    {
        using var guard = no_grad();
        var gradients = _setup.Parameters.Gradients.mul_(1.0 / count);
        var norm = gradients.norm();
        if (_setup.Config.MaxGradNorm > 0)
        {
            gradients.mul_(((norm + ClipEpsilon).reciprocal() * _setup.Config.MaxGradNorm).clamp(max: 1.0));
        }
        return norm;
    }

    // SplitMix64's finalizer: neighbouring steps get unrelated seeds.
    private static long StepSeed(int seed, int step)
    {
        var z = ((ulong)(uint)seed << 32 | (uint)step) + 0x9E3779B97F4A7C15UL;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
        return (long)((z ^ (z >> 31)) >> 1);
    }
}
