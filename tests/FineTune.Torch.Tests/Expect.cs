using static TorchSharp.torch;

namespace FineTune.Torch.Tests;

/// <summary>Assertions about the elements of tensors.</summary>
internal static class Expect
{
    /// <summary>Relative to the larger of 1 and the expected value; float64 results differ by rounding only.</summary>
    private const double Tolerance = 1e-12;

    internal static double[] Doubles(Tensor tensor)
    {
        using var converted = tensor.to_type(ScalarType.Float64);
        return converted.data<double>().ToArray();
    }

    /// <summary>Asserts shape and elements, in row-major order; booleans count as 0 and 1.</summary>
    internal static void Values(long[] shape, double[] expected, Tensor actual)
    {
        Assert.Equal(shape, actual.shape);
        Values(expected, actual);
    }

    internal static void Values(double[] expected, Tensor actual)
    {
        var values = Doubles(actual);
        Assert.Equal(expected.Length, values.Length);
        for (var i = 0; i < values.Length; i++)
        {
            var same = double.IsNaN(expected[i]) ? double.IsNaN(values[i]) : expected[i].Equals(values[i]);
            var close = Math.Abs(expected[i] - values[i]) <= Tolerance * Math.Max(1, Math.Abs(expected[i]));
            Assert.True(
                same || close,
                $"element {i}: expected {expected[i]:R}, got {values[i]:R} in [{string.Join(", ", values)}]");
        }
    }

    /// <summary>A float64 tensor of the given shape.</summary>
    internal static Tensor Make(long[] shape, params double[] values) => tensor(values, shape);

    /// <summary>A float64 vector.</summary>
    internal static Tensor Vector(params double[] values) => tensor(values);

    /// <summary>A vector of Int64.</summary>
    internal static Tensor Longs(params long[] values) => tensor(values);

    /// <summary>A vector of Bool.</summary>
    internal static Tensor Bools(params bool[] values) => tensor(values);
}
