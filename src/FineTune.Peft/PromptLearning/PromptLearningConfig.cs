using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

namespace FineTune.Peft;

/// <summary>What the methods that put learned vectors in front of every sequence share (PEFT's
/// <c>PromptLearningConfig</c>).</summary>
public abstract record PromptLearningConfig : PeftConfig
{
    /// <summary>How many virtual tokens there are.</summary>
    /// <value>20.</value>
    [Description("How many virtual tokens stand in front of every sequence; they take up positions of the model.")]
    [Range(1, 65536)]
    public int NumVirtualTokens { get; init; } = 20;

    /// <summary>Width of a virtual token; null takes it from the model.</summary>
    [Description("Width of a virtual token. Default: the model's; anything else is an error.")]
    public int? TokenDim { get; init; }

    /// <summary>Number of transformer stacks; null takes it from the model.</summary>
    [Description("Number of transformer stacks, which is 1. There for configs that say so.")]
    [Range(1, 1)]
    public int? NumTransformerSubmodules { get; init; }

    /// <summary>Number of attention heads; null takes it from the model.</summary>
    [Description("Number of attention heads. Default: the model's; anything else is an error.")]
    public int? NumAttentionHeads { get; init; }

    /// <summary>Number of layers; null takes it from the model.</summary>
    [Description("Number of layers. Default: the model's; anything else is an error.")]
    public int? NumLayers { get; init; }

    /// <inheritdoc/>
    [JsonIgnore]
    public override int VirtualTokens => NumVirtualTokens;
}
