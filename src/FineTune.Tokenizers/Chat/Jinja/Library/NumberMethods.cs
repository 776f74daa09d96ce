using System.Numerics;

namespace FineTune.Tokenizers.Chat.Jinja;

/// <summary>The methods and attributes of <c>int</c> and <c>float</c> that make sense in a template.</summary>
internal static class NumberMethods
{
    public static readonly MethodTable OfInt = new(
    [
        new NativeFunction("bit_length", (_, self, _) => (long)BigInteger.Abs(self.Big).GetBitLength()),
        new NativeFunction("is_integer", (_, _, _) => true),
    ]);

    public static readonly MethodTable OfFloat = new(
        [new NativeFunction("is_integer", (_, self, _) => double.IsInteger(self.Float))]);

    /// <summary>A data attribute of a number, or missing.</summary>
    public static Value Attribute(Value number, string name) => (name, number.IsIntegral, number.IsFloat) switch
    {
        ("real" or "numerator", true, _) => Value.From(number.Big),
        ("imag", true, _) => 0,
        ("denominator", true, _) => 1,
        ("real", _, true) => number,
        ("imag", _, true) => 0.0,
        _ => default,
    };
}
