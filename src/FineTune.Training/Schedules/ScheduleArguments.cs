using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace FineTune.Training;

/// <summary>The knobs of single schedules, under their transformers names (<c>lr_scheduler_kwargs</c>).</summary>
public sealed record ScheduleArguments
{
    /// <summary>Waves of a cosine.</summary>
    /// <value>0.5 for <c>cosine</c> kinds, 1 for restarts.</value>
    [Description("Waves of a cosine schedule; default 0.5 (1 with restarts).")]
    [Range(0.0, 1e6)]
    public double? NumCycles { get; init; }

    /// <summary>Exponent of the polynomial.</summary>
    [Description("Exponent of the polynomial schedule.")]
    [Range(0.0, 100.0)]
    public double Power { get; init; } = 1;

    /// <summary>Where the polynomial ends, as a learning rate.</summary>
    [Description("Learning rate at which the polynomial schedule ends.")]
    [Range(0.0, 1.0)]
    public double LrEnd { get; init; } = 1e-7;

    /// <summary>Floor of <c>cosine_with_min_lr</c> as a share of the learning rate.</summary>
    [Description("Floor of cosine_with_min_lr, as a share of the learning rate.")]
    [Range(0.0, 1.0)]
    public double MinLrRate { get; init; }

    /// <summary>Steps at full rate of <c>warmup_stable_decay</c>.</summary>
    [Description("Steps at the full rate of warmup_stable_decay.")]
    [Range(0, int.MaxValue)]
    public int NumStableSteps { get; init; }

    /// <summary>Steps of falling rate of <c>warmup_stable_decay</c>; default all that remain.</summary>
    [Description("Steps of falling rate of warmup_stable_decay; default all that remain.")]
    [Range(1, int.MaxValue)]
    public int? NumDecaySteps { get; init; }

    /// <summary>Floor of <c>warmup_stable_decay</c> as a share of the learning rate.</summary>
    [Description("Floor of warmup_stable_decay, as a share of the learning rate.")]
    [Range(0.0, 1.0)]
    public double MinLrRatio { get; init; }

    /// <summary>Steps after which <c>inverse_sqrt</c> has fallen to 1/√2; default the warm-up, or 10,000.</summary>
    [Description("Time scale of inverse_sqrt in steps; default the warm-up, or 10,000.")]
    [Range(1, int.MaxValue)]
    public int? Timescale { get; init; }
}
