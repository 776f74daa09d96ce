using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace FineTune.Config.Tests.Sample;

public sealed record RunConfig : IValidatableObject
{
    [Description("The checkpoint to start from.")]
    public required ModelConfig Model { get; init; }

    public DatasetConfig Dataset { get; init; } = new();

    [Description("The adapter; null trains every weight.")]
    public PeftConfig? Peft { get; init; } = new LoraConfig();

    public TrainingConfig Training { get; init; } = new();

    public OutputConfig Output { get; init; } = new();

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Peft is null && Training.LearningRate > 1e-3)
        {
            yield return new ValidationResult(
                "a learning rate above 0.001 ruins a model that trains every weight; lower it, or add a peft section",
                ["training.learning_rate"]);
        }
    }
}
