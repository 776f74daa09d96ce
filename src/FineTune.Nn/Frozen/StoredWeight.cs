using static TorchSharp.torch;

namespace FineTune.Nn;

/// <summary>A weight where it is stored, and what the model makes of it.</summary>
/// <param name="Source">The checkpoint.</param>
/// <param name="Name">The checkpoint's name of it.</param>
/// <param name="Shape">Its shape.</param>
/// <param name="DType">The type to compute with.</param>
/// <param name="Device">Where to compute.</param>
internal sealed record StoredWeight(IWeightSource Source, string Name, long[] Shape, ScalarType DType, Device Device)
{
    /// <summary>The path of its module.</summary>
    public string Module { get; init; } = "";

    /// <summary>What it is for.</summary>
    public WeightRole Role { get; init; }

    /// <summary>Reads rows that follow each other, in <see cref="DType"/>, on <see cref="Device"/>.</summary>
    public Tensor Read(long first, long count)
    {
        var rows = empty([count, .. Shape[1..]], DType, Device);
        Source.Read(Name, rows, first);
        return rows;
    }
}
