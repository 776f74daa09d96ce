using System.Numerics;
using System.Runtime.InteropServices;

namespace FineTune.Nn;

/// <summary>A table of numbers in [-1, 1]; a number is coded as the index of the nearest, of two equally near the
/// lower.</summary>
internal sealed class CodeBook
{
    private readonly float[] _values;
    private readonly float[] _bounds;

    private CodeBook(float[] values)
    {
        _values = values;
        _bounds = [.. values.Zip(values.Skip(1), Between)];
    }

    /// <summary>NormalFloat with four bits (arXiv:2305.14314, appendix E).</summary>
    public static CodeBook Nf4 { get; } = new(
    [
        -1f, -0.6961928009986877f, -0.5250730514526367f, -0.39491748809814453f, -0.28444138169288635f,
        -0.18477343022823334f, -0.09105003625154495f, 0f, 0.07958029955625534f, 0.16093020141124725f,
        0.24611230194568634f, 0.33791524171829224f, 0.44070982933044434f, 0.5626170039176941f, 0.7229568362236023f, 1f,
    ]);

    /// <summary>The signed dynamic code with eight bits (arXiv:2110.02861, section 2.1): a decimal exponent in unary, and
    /// behind it a linear fraction with the bits that are left.</summary>
    public static CodeBook Dynamic { get; } = new(DynamicValues());

    /// <summary>The numbers, in ascending order.</summary>
    public IReadOnlyList<float> Values => _values;

    /// <summary>Codes numbers.</summary>
    /// <param name="numbers">In [-1, 1].</param>
    /// <param name="codes">As many; receives the indices.</param>
    public void Encode(ReadOnlySpan<float> numbers, Span<int> codes)
    {
        var wide = MemoryMarshal.Cast<float, Vector<float>>(numbers);
        if (_bounds.Length > 16)
        {
            wide = []; // Halving beats comparing with every bound.
        }
        for (var i = 0; i < wide.Length; i++)
        {
            var above = Vector<int>.Zero;
            foreach (var bound in _bounds)
            {
                above -= Vector.GreaterThan(wide[i], new Vector<float>(bound));
            }
            above.CopyTo(codes[(i * Vector<int>.Count)..]);
        }
        for (var i = wide.Length * Vector<float>.Count; i < numbers.Length; i++)
        {
            codes[i] = Below(numbers[i]);
        }
    }

    // The largest float that is not above the middle, so that what exceeds the one exceeds the other.
    private static float Between(float low, float high)
    {
        var middle = ((double)low + high) / 2;
        var bound = (float)middle;
        return bound > middle ? MathF.BitDecrement(bound) : bound;
    }

    // How many bounds a number exceeds.
    private int Below(float number)
    {
        var (low, high) = (0, _bounds.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = number > _bounds[middle] ? (middle + 1, high) : (low, middle);
        }
        return low;
    }

    // For each exponent the middles of equal parts of [0.1, 1], which are twice as many as for the one before.
    private static float[] DynamicValues()
    {
        const int Exponents = 7;
        var values = new List<float> { 0, 1 };
        for (var i = 0; i < Exponents; i++)
        {
            var (parts, unit) = (1 << i, Math.Pow(10, Exponents - 1 - i));
            for (var part = 0; part < parts; part++)
            {
                var value = (float)((0.1 + (0.9 * (part + 0.5) / parts)) / unit);
                values.AddRange([value, -value]);
            }
        }
        values.Sort();
        return [.. values];
    }
}
