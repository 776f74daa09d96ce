using Xunit;
using static TorchSharp.torch;

namespace FineTune.Testing;

/// <summary>Compares numbers; a failure names the tensor, the largest difference, its place, and the first values of
/// both sides.</summary>
public static class TensorAssert
{
    private const int Shown = 5;

    /// <summary>Two tensors of one shape are near each other.</summary>
    public static void Close(string name, Tensor expected, Tensor actual, Tolerance tolerance)
    {
        Assert.True(
            expected.shape.AsSpan().SequenceEqual(actual.shape),
            $"{name}: expected shape [{string.Join(", ", expected.shape)}], got [{string.Join(", ", actual.shape)}]");
        AllClose(name, Values(expected), Values(actual), tolerance);
    }

    /// <summary>Two lists of one length are near each other.</summary>
    public static void AllClose(
        string name, IReadOnlyList<double> expected, IReadOnlyList<double> actual, Tolerance tolerance)
    {
        Assert.True(expected.Count == actual.Count, $"{name}: expected {expected.Count} values, got {actual.Count}");
        var worst = -1;
        var excess = 0.0;
        for (var i = 0; i < expected.Count; i++)
        {
            var over = Math.Abs(actual[i] - expected[i]) - tolerance.Allowed(expected[i]);
            // A NaN on either side is never near.
            if (double.IsNaN(over) || over > excess)
            {
                (worst, excess) = (i, double.IsNaN(over) ? double.PositiveInfinity : over);
            }
        }
        Assert.True(
            worst < 0,
            worst < 0 ? "" : $"{name}: differs by {Math.Abs(actual[worst] - expected[worst]):G6} at [{worst}] "
                + $"(expected {expected[worst]:G9}, got {actual[worst]:G9}); "
                + $"first expected {First(expected)}, first got {First(actual)}");
    }

    /// <summary>Two numbers are near each other.</summary>
    public static void Close(string name, double expected, double actual, Tolerance tolerance) =>
        AllClose(name, [expected], [actual], tolerance);

    /// <summary>A tensor's values in row-major order.</summary>
    public static double[] Values(Tensor tensor)
    {
        using var guard = no_grad();
        using var scope = NewDisposeScope();
        return tensor.detach().cpu().to(ScalarType.Float64).contiguous().data<double>().ToArray();
    }

    private static string First(IReadOnlyList<double> values) =>
        $"[{string.Join(", ", values.Take(Shown).Select(v => v.ToString("G6")))}]";
}
