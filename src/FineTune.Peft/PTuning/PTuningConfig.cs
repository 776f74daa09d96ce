using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace FineTune.Peft;

/// <summary>Settings of P-tuning (arXiv:2103.10385): an encoder makes the vectors in front of every sequence.</summary>
public sealed record PTuningConfig : PromptLearningConfig
{
    /// <summary>Three linear layers.</summary>
    public const string Mlp = "MLP";

    /// <summary>A bidirectional LSTM and two linear layers.</summary>
    public const string Lstm = "LSTM";

    /// <inheritdoc/>
    public override string PeftType => "P_TUNING";

    /// <summary>What the encoder is.</summary>
    /// <value>MLP.</value>
    [Description("What makes the virtual tokens while they are trained: three linear layers, or a bidirectional LSTM.")]
    [AllowedValues(Mlp, Lstm)]
    public string EncoderReparameterizationType { get; init; } = Mlp;

    /// <summary>Width of the encoder; null takes the model's.</summary>
    [Description("Width of the encoder. Default: the model's.")]
    [Range(1, 65536)]
    public int? EncoderHiddenSize { get; init; }

    /// <summary>Layers of the LSTM.</summary>
    /// <value>2.</value>
    [Description("Layers of the LSTM; MLP has three linear layers whatever this says.")]
    [Range(1, 64)]
    public int EncoderNumLayers { get; init; } = 2;

    /// <summary>Dropout between layers of the LSTM.</summary>
    /// <value>0.</value>
    [Description("Dropout between layers of the LSTM; MLP has none.")]
    [Range(0.0, 0.99)]
    public double EncoderDropout { get; init; }
}
