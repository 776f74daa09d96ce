using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace FineTune.Config.Tests.Sample;

public sealed record TrainingConfig : IValidatableObject
{
    [Description("Peak learning rate.")]
    [Range(0.0, 1.0, MinimumIsExclusive = true)]
    public double LearningRate { get; init; } = 2e-4;

    [Range(1, int.MaxValue)]
    public int PerDeviceTrainBatchSize { get; init; } = 8;

    public SchedulerType LrSchedulerType { get; init; }

    public double? WarmupRatio { get; init; }

    public int? WarmupSteps { get; init; }

    [Length(2, 2)]
    [Range(0, 1)]
    public IReadOnlyList<double> Betas { get; init; } = [0.9, 0.999];

    public long Seed { get; init; } = 42;

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (WarmupRatio is not null && WarmupSteps is not null)
        {
            yield return new ValidationResult(
                "warmup_ratio and warmup_steps are both given; keep one", [nameof(WarmupRatio)]);
        }
    }
}
