namespace TorchSharp;

/// <summary>Numbers to and from <see cref="Scalar"/>.</summary>
public static class ScalarExtensionMethods
{
    /// <summary>The value as a scalar.</summary>
    public static Scalar ToScalar(this double value) => value;

    /// <summary>The value as a scalar.</summary>
    public static Scalar ToScalar(this float value) => value;

    /// <summary>The value as a scalar.</summary>
    public static Scalar ToScalar(this long value) => value;

    /// <summary>The value as a scalar.</summary>
    public static Scalar ToScalar(this int value) => value;

    /// <summary>The value as a scalar.</summary>
    public static Scalar ToScalar(this bool value) => value;

    /// <summary>The scalar as a number, converted if it is of another kind.</summary>
    public static double ToDouble(this Scalar value) => value.Value.ToDouble();

    /// <inheritdoc cref="ToDouble"/>
    public static float ToSingle(this Scalar value) => (float)value.Value.ToDouble();

    /// <inheritdoc cref="ToDouble"/>
    public static Half ToHalf(this Scalar value) => (Half)value.Value.ToDouble();

    /// <inheritdoc cref="ToDouble"/>
    public static long ToInt64(this Scalar value) => value.Value.ToInt64();

    /// <inheritdoc cref="ToDouble"/>
    public static int ToInt32(this Scalar value) => checked((int)value.Value.ToInt64());

    /// <inheritdoc cref="ToDouble"/>
    public static short ToInt16(this Scalar value) => checked((short)value.Value.ToInt64());

    /// <inheritdoc cref="ToDouble"/>
    public static byte ToByte(this Scalar value) => checked((byte)value.Value.ToInt64());

    /// <inheritdoc cref="ToDouble"/>
    public static sbyte ToSByte(this Scalar value) => checked((sbyte)value.Value.ToInt64());

    /// <summary>The scalar as a boolean: whether it is not zero.</summary>
    public static bool ToBoolean(this Scalar value) => value.Value.ToBoolean();
}
