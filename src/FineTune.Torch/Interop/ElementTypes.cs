using static TorchSharp.torch;

namespace TorchSharp.Interop;

/// <summary>Which dtype holds the values of a .NET type.</summary>
internal static class ElementTypes
{
    /// <exception cref="NotSupportedException">No dtype holds such values.</exception>
    internal static ScalarType Of(Type type)
    {
        return type switch
        {
            _ when type == typeof(float) => ScalarType.Float32,
            _ when type == typeof(double) => ScalarType.Float64,
            _ when type == typeof(Half) => ScalarType.Float16,
            _ when type == typeof(BFloat16) => ScalarType.BFloat16,
            _ when type == typeof(long) => ScalarType.Int64,
            _ when type == typeof(int) => ScalarType.Int32,
            _ when type == typeof(short) => ScalarType.Int16,
            _ when type == typeof(sbyte) => ScalarType.Int8,
            _ when type == typeof(byte) => ScalarType.Byte,
            _ when type == typeof(bool) => ScalarType.Bool,
            _ => throw new NotSupportedException($"no dtype holds {type.Name}"),
        };
    }
}
