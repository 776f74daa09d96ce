using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace FineTune.Recipes;

/// <summary>What a run leaves besides the adapter.</summary>
public sealed record ExportConfig
{
    /// <summary>Whether to write merged weights.</summary>
    [Description("Write merged/: the base model with the adapter folded in, as transformers loads it.")]
    public bool Merged { get; init; }

    /// <summary>Type of the merged weights.</summary>
    [Description("Type of the merged weights.")]
    [AllowedValues("float32", "bfloat16", "float16")]
    public string Dtype { get; init; } = "float32";
}
