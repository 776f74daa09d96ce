namespace FineTune.Formats;

/// <summary>Sizes and names of <see cref="DType"/>.</summary>
public static class DTypes
{
    private static readonly string[] AllNames = Enum.GetNames<DType>();

    /// <summary>Every name safetensors may use for a type that is read here.</summary>
    public static IReadOnlyList<string> Names => AllNames;

    /// <summary>Bytes one element takes: 1, 2, 4 or 8.</summary>
    public static int Size(this DType dtype) => dtype switch
    {
        DType.BOOL or DType.U8 or DType.I8 => 1,
        DType.I16 or DType.F16 or DType.BF16 => 2,
        DType.I32 or DType.F32 => 4,
        DType.F64 or DType.I64 => 8,
        _ => throw new ArgumentOutOfRangeException(nameof(dtype), dtype, message: null),
    };

    /// <summary>Reads a safetensors type name (<c>F32</c>); false for a name that is not read here.</summary>
    public static bool TryParse(string name, out DType dtype)
    {
        var index = Array.IndexOf(AllNames, name); // Names and values are both in the order of declaration.
        dtype = (DType)index;
        return index >= 0;
    }

    /// <summary>The name that config files use (<c>float32</c>, <c>bfloat16</c>, <c>int64</c>).</summary>
    public static string TorchName(this DType dtype) => dtype switch
    {
        DType.BOOL => "bool",
        DType.U8 => "uint8",
        DType.I8 => "int8",
        DType.I16 => "int16",
        DType.F16 => "float16",
        DType.BF16 => "bfloat16",
        DType.I32 => "int32",
        DType.F32 => "float32",
        DType.F64 => "float64",
        DType.I64 => "int64",
        _ => throw new ArgumentOutOfRangeException(nameof(dtype), dtype, message: null),
    };
}
