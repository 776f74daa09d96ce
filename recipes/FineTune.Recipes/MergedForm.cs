using FineTune.Formats;
using static TorchSharp.torch;

namespace FineTune.Recipes;

/// <summary>How a whole model is written.</summary>
/// <param name="Dtype">float32, bfloat16, float16, or auto for the types that the base model is stored in.</param>
/// <param name="MaxShardSize">The most bytes of tensors in a file.</param>
public sealed record MergedForm(string Dtype, ByteSize MaxShardSize)
{
    /// <summary>What <see cref="Dtype"/> is for the types of the base model.</summary>
    public const string Auto = "auto";

    /// <summary>One file of float32, which loses nothing of what is trained.</summary>
    internal static MergedForm Trained { get; } = new("float32", new ByteSize(long.MaxValue));

    /// <summary>The type of all tensors; null for each tensor's own.</summary>
    internal ScalarType? TensorType => Dtype switch
    {
        "bfloat16" => ScalarType.BFloat16,
        "float16" => ScalarType.Float16,
        Auto => null,
        _ => ScalarType.Float32,
    };
}
