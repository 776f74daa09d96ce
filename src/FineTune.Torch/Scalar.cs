using TorchSharp.Interop;
using static TorchSharp.torch;

namespace TorchSharp;

/// <summary>A number as an argument of an operation: real, integer or boolean.</summary>
public sealed class Scalar : IDisposable
{
    internal Scalar(Number value) => Value = value;

    /// <summary>Float64, Int64 or Bool: what libtorch keeps a number as.</summary>
    public ScalarType Type => Value.Kind switch
    {
        NumberKind.Real => ScalarType.Float64,
        NumberKind.Integer => ScalarType.Int64,
        _ => ScalarType.Bool,
    };

    internal Number Value { get; }

    /// <summary>Does nothing: a scalar holds no memory of libtorch's.</summary>
    public void Dispose()
    {
    }

    /// <summary>A real number.</summary>
    public static implicit operator Scalar(double value) => new(value);

    /// <summary>A real number.</summary>
    public static implicit operator Scalar(float value) => new((double)value);

    /// <summary>A real number.</summary>
    public static implicit operator Scalar(Half value) => new((double)value);

    /// <summary>An integer.</summary>
    public static implicit operator Scalar(long value) => new(value);

    /// <summary>An integer.</summary>
    public static implicit operator Scalar(int value) => new((long)value);

    /// <summary>An integer.</summary>
    public static implicit operator Scalar(short value) => new((long)value);

    /// <summary>An integer.</summary>
    public static implicit operator Scalar(byte value) => new((long)value);

    /// <summary>An integer.</summary>
    public static implicit operator Scalar(sbyte value) => new((long)value);

    /// <summary>A boolean.</summary>
    public static implicit operator Scalar(bool value) => new(value);
}
