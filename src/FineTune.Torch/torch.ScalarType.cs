namespace TorchSharp;

public static partial class torch
{
    /// <inheritdoc cref="ScalarType.Byte"/>
    public static readonly ScalarType uint8 = ScalarType.Byte;

    /// <inheritdoc cref="ScalarType.Int8"/>
    public static readonly ScalarType int8 = ScalarType.Int8;

    /// <inheritdoc cref="ScalarType.Int16"/>
    public static readonly ScalarType int16 = ScalarType.Int16;

    /// <inheritdoc cref="ScalarType.Int16"/>
    public static readonly ScalarType @short = ScalarType.Int16;

    /// <inheritdoc cref="ScalarType.Int32"/>
    public static readonly ScalarType int32 = ScalarType.Int32;

    /// <inheritdoc cref="ScalarType.Int32"/>
    public static readonly ScalarType @int = ScalarType.Int32;

    /// <inheritdoc cref="ScalarType.Int64"/>
    public static readonly ScalarType int64 = ScalarType.Int64;

    /// <inheritdoc cref="ScalarType.Int64"/>
    public static readonly ScalarType @long = ScalarType.Int64;

    /// <inheritdoc cref="ScalarType.Float16"/>
    public static readonly ScalarType float16 = ScalarType.Float16;

    /// <inheritdoc cref="ScalarType.Float16"/>
    public static readonly ScalarType half = ScalarType.Float16;

    /// <inheritdoc cref="ScalarType.Float32"/>
    public static readonly ScalarType float32 = ScalarType.Float32;

    /// <inheritdoc cref="ScalarType.Float32"/>
    public static readonly ScalarType @float = ScalarType.Float32;

    /// <inheritdoc cref="ScalarType.Float64"/>
    public static readonly ScalarType float64 = ScalarType.Float64;

    /// <inheritdoc cref="ScalarType.Float64"/>
    public static readonly ScalarType @double = ScalarType.Float64;

    /// <inheritdoc cref="ScalarType.Bool"/>
    public static readonly ScalarType @bool = ScalarType.Bool;

    /// <inheritdoc cref="ScalarType.BFloat16"/>
    public static readonly ScalarType bfloat16 = ScalarType.BFloat16;

    /// <summary>Whether a dtype is of integers or booleans.</summary>
    public static bool is_integral(ScalarType type) => type is <= ScalarType.Int64 or ScalarType.Bool;

    /// <summary>Whether a dtype is of real numbers.</summary>
    public static bool is_floating_point(ScalarType type) =>
        type is ScalarType.Float16 or ScalarType.Float32 or ScalarType.Float64 or ScalarType.BFloat16;

    /// <summary>Element types, numbered as in libtorch.</summary>
    public enum ScalarType : sbyte
    {
        /// <summary>Unsigned 8-bit integers.</summary>
        Byte = 0,

        /// <summary>Signed 8-bit integers.</summary>
        Int8 = 1,

        /// <summary>16-bit integers.</summary>
        Int16 = 2,

        /// <summary>32-bit integers.</summary>
        Int32 = 3,

        /// <summary>64-bit integers.</summary>
        Int64 = 4,

        /// <summary>IEEE half precision.</summary>
        Float16 = 5,

        /// <summary>Single precision.</summary>
        Float32 = 6,

        /// <summary>Double precision.</summary>
        Float64 = 7,

        /// <summary>Booleans, one byte each.</summary>
        Bool = 11,

        /// <summary>Single precision cut to 16 bits.</summary>
        BFloat16 = 15,
    }
}
