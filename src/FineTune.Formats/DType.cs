namespace FineTune.Formats;

/// <summary>The element types that checkpoints are read and written in, spelled as safetensors spells them.</summary>
/// <remarks>
/// The order is the one safetensors sorts by when it writes: a later type goes nearer to the start of a file.
/// </remarks>
public enum DType
{
    /// <summary>A truth value, one byte: 0 or 1.</summary>
    BOOL,

    /// <summary>Unsigned 8-bit integer.</summary>
    U8,

    /// <summary>Signed 8-bit integer.</summary>
    I8,

    /// <summary>Signed 16-bit integer.</summary>
    I16,

    /// <summary>IEEE 754 half precision.</summary>
    F16,

    /// <summary>bfloat16: the upper half of a single.</summary>
    BF16,

    /// <summary>Signed 32-bit integer.</summary>
    I32,

    /// <summary>IEEE 754 single precision.</summary>
    F32,

    /// <summary>IEEE 754 double precision.</summary>
    F64,

    /// <summary>Signed 64-bit integer.</summary>
    I64,
}
