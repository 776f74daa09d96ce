using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using FineTune.Formats;

namespace FineTune.Recipes;

/// <summary>What a run leaves besides the adapter.</summary>
public sealed record ExportConfig
{
    /// <summary>Whether to write merged weights.</summary>
    [Description("Write merged/: the base model with the adapter folded in, as transformers loads it.")]
    public bool Merged { get; init; }

    /// <summary>Type of the merged weights.</summary>
    /// <value><c>auto</c>.</value>
    [Description("Type of the merged weights; auto keeps the types that the base model is stored in.")]
    [AllowedValues(MergedForm.Auto, "float32", "bfloat16", "float16")]
    public string Dtype { get; init; } = MergedForm.Auto;

    /// <summary>The most bytes of a file of merged weights.</summary>
    /// <value>5GB.</value>
    [Description("The most bytes of a file of merged weights, e.g. 5GB or 300MB; a larger model is written in several with "
        + "an index, as transformers does.")]
    public ByteSize MaxShardSize { get; init; } = CheckpointWriter.DefaultShardSize;

    /// <summary>Both.</summary>
    internal MergedForm Form => new(Dtype, MaxShardSize);
}
