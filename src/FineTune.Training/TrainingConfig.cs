using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

namespace FineTune.Training;

/// <summary>How training runs. Names and defaults are transformers' <c>TrainingArguments</c>; the learning rate's default
/// is LoRA's usual one.</summary>
public sealed record TrainingConfig
{
    /// <summary>Full learning rate.</summary>
    [Description("Full learning rate. Default: what is usual for the method (2e-4 for LoRA, 2e-5 without an adapter).")]
    [Range(0.0, 10.0)]
    public double LearningRate { get; init; } = 2e-4;

    /// <summary>How many times faster LoRA's B learns than its A (arXiv:2402.12354); null for LoRA without it.</summary>
    [Description("How many times faster lora_B, and everything with one dimension, learns than the rest (LoRA+); 16 is usual. "
        + "Default: all at one rate.")]
    [Range(0.0, 1e6, MinimumIsExclusive = true)]
    public double? LoraplusLrRatio { get; init; }

    /// <summary>With <see cref="LoraplusLrRatio"/>, the learning rate of adapters on tables of vectors.</summary>
    /// <value>1e-6.</value>
    [Description("With loraplus_lr_ratio, the learning rate of adapters on embeddings.")]
    [Range(0.0, 10.0)]
    public double LoraplusLrEmbedding { get; init; } = 1e-6;

    /// <summary>Sequences in one forward pass.</summary>
    [Description("Sequences in one forward pass.")]
    [Range(1, 1_000_000)]
    public int PerDeviceTrainBatchSize { get; init; } = 8;

    /// <summary>Forward passes that make up one optimizer step.</summary>
    [Description("Forward passes that make up one optimizer step; the loss is divided once, by all they saw.")]
    [Range(1, 1_000_000)]
    public int GradientAccumulationSteps { get; init; } = 1;

    /// <summary>Passes over the training data.</summary>
    [Description("Passes over the training data; may be a fraction.")]
    [Range(0.0, 1e6)]
    public double NumTrainEpochs { get; init; } = 3;

    /// <summary>Optimizer steps; if positive, it wins over the epochs.</summary>
    [Description("Optimizer steps; if positive, wins over num_train_epochs.")]
    [Range(-1, int.MaxValue)]
    public int MaxSteps { get; init; } = -1;

    /// <summary>Name of the learning-rate schedule.</summary>
    [Description("Learning-rate schedule.")]
    [AllowedValues(
        "linear", "cosine", "cosine_with_restarts", "cosine_with_min_lr", "polynomial", "inverse_sqrt",
        "warmup_stable_decay", "constant", "constant_with_warmup")]
    public string LrSchedulerType { get; init; } = "linear";

    /// <summary>Knobs of the schedule.</summary>
    [Description("Knobs of single schedules.")]
    public ScheduleArguments LrSchedulerKwargs { get; init; } = new();

    /// <summary>Steps of rising rate; wins over the ratio.</summary>
    [Description("Steps of rising learning rate; if positive, wins over warmup_ratio.")]
    [Range(0, int.MaxValue)]
    public int WarmupSteps { get; init; }

    /// <summary>Share of all steps with a rising rate.</summary>
    [Description("Share of all steps with a rising learning rate.")]
    [Range(0.0, 1.0)]
    public double WarmupRatio { get; init; }

    /// <summary>Decoupled weight decay; biases and norms are spared.</summary>
    [Description("Decoupled weight decay; biases and normalisation layers are spared.")]
    [Range(0.0, 10.0)]
    public double WeightDecay { get; init; }

    /// <summary>Adam's first decay.</summary>
    [Description("Adam's decay of the mean gradient.")]
    [Range(0.0, 0.999999)]
    [JsonPropertyName("adam_beta1")]
    public double AdamBeta1 { get; init; } = 0.9;

    /// <summary>Adam's second decay.</summary>
    [Description("Adam's decay of the mean square gradient.")]
    [Range(0.0, 0.999999)]
    [JsonPropertyName("adam_beta2")]
    public double AdamBeta2 { get; init; } = 0.999;

    /// <summary>Adam's epsilon.</summary>
    [Description("Added to Adam's denominator.")]
    [Range(0.0, 1.0)]
    public double AdamEpsilon { get; init; } = 1e-8;

    /// <summary>Gradients are scaled down to this norm; 0 leaves them.</summary>
    [Description("Gradients are scaled down to this norm; 0 leaves them as they are.")]
    [Range(0.0, 1e9)]
    public double MaxGradNorm { get; init; } = 1;

    /// <summary>Seeds order, dropout and fresh weights.</summary>
    [Description("Seeds the order of the data, dropout and fresh weights.")]
    public int Seed { get; init; } = 42;

    /// <summary>Steps between two lines of the log.</summary>
    [Description("Optimizer steps between two logged lines.")]
    [Range(1, int.MaxValue)]
    public int LoggingSteps { get; init; } = 10;

    /// <summary>Steps between two checkpoints; 0 writes one at the end only.</summary>
    [Description("Optimizer steps between two checkpoints; 0 writes one at the end only.")]
    [Range(0, int.MaxValue)]
    public int SaveSteps { get; init; } = 500;

    /// <summary>How many checkpoints to keep; null keeps all.</summary>
    [Description("How many checkpoints to keep, newest first; default all.")]
    [Range(1, int.MaxValue)]
    public int? SaveTotalLimit { get; init; }

    /// <summary>Where to compute.</summary>
    [Description("Where to compute: auto, cpu, cuda or cuda:N.")]
    [RegularExpression(@"auto|cpu|cuda(:\d+)?")]
    public string Device { get; init; } = "auto";

    /// <summary>Type of the frozen weights and of the computation.</summary>
    [Description("Type of the frozen weights and of the computation; what trains is fp32. auto: bf16 on a GPU that has "
        + "it, else fp32.")]
    [AllowedValues("auto", "fp32", "bf16")]
    public string Precision { get; init; } = "auto";

    /// <summary>Whether a card may round the inputs of float32 products.</summary>
    /// <value>false.</value>
    [Description("Let a GPU round the inputs of fp32 matrix products to 10 bits of fraction (TF32): several times faster, "
        + "less exact. bf16 does not need it.")]
    public bool Tf32 { get; init; }

    /// <summary>Whether layers compute their forward pass twice instead of keeping it.</summary>
    [Description("Keep only each layer's input for the backward pass and compute the rest again there: much less memory "
        + "for about a third more time, and the same gradients to the last bit. Decoders only.")]
    public bool GradientCheckpointing { get; init; }

    /// <summary>Strength of the noise on token vectors in training; null for none.</summary>
    [Description("NEFTune: uniform noise on token vectors in training, of this strength (5 to 15 are usual); default "
        + "none. Decoders only.")]
    [Range(0.0, 1e6, MinimumIsExclusive = true)]
    public double? NeftuneNoiseAlpha { get; init; }
}
