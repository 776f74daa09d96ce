using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace FineTune.Peft;

/// <summary>Settings of LLaMA-Adapter (arXiv:2303.16199), PEFT's adaption prompt.</summary>
public sealed record AdaptionPromptConfig : PeftConfig
{
    /// <inheritdoc/>
    public override string PeftType => "ADAPTION_PROMPT";

    /// <summary>Learned vectors of each layer.</summary>
    /// <value>10.</value>
    [Description("Learned vectors of each adapted layer.")]
    [Range(1, 65536)]
    public int AdapterLen { get; init; } = 10;

    /// <summary>How many of the last layers are adapted; null for all.</summary>
    [Description("How many of the last layers are adapted. Default: all of them.")]
    [Range(1, 65536)]
    public int? AdapterLayers { get; init; }

    /// <summary>Name of the attention modules; null takes the architecture's.</summary>
    [Description("Name of the attention modules. Default: the architecture's.")]
    public string? TargetModules { get; init; }
}
