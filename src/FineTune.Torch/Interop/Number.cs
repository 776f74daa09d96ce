using System.Runtime.InteropServices;

namespace TorchSharp.Interop;

/// <summary>A number by value, laid out as native/finetune_torch.h's Number.</summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly struct Number
{
    private readonly long _bits;
    private readonly long _kind;

    private Number(long bits, NumberKind kind)
    {
        _bits = bits;
        _kind = (long)kind;
    }

    /// <summary>"No number given", for optional arguments.</summary>
    internal static Number None => new(0, NumberKind.None);

    internal static Number One => new(1, NumberKind.Integer);

    internal NumberKind Kind => (NumberKind)_kind;

    public static implicit operator Number(double value) =>
        new(BitConverter.DoubleToInt64Bits(value), NumberKind.Real);

    public static implicit operator Number(long value) => new(value, NumberKind.Integer);

    public static implicit operator Number(bool value) => new(value ? 1 : 0, NumberKind.Boolean);

    public static implicit operator Number(Scalar scalar) => scalar.Value;

    internal static Number OrNone(Scalar? scalar) => scalar is null ? None : scalar.Value;

    internal double ToDouble() => Kind == NumberKind.Real ? BitConverter.Int64BitsToDouble(_bits) : _bits;

    internal long ToInt64() => Kind == NumberKind.Real ? checked((long)ToDouble()) : _bits;

    internal bool ToBoolean() => Kind == NumberKind.Real ? ToDouble() != 0 : _bits != 0;
}
