using FineTune.Testing;
using static TorchSharp.torch;

namespace FineTune.Nn.Tests;

public sealed class ActivationTests
{
    private static readonly double[] Inputs = [-3, -0.7, 0, 0.4, 2];

    public static TheoryData<string> Names => [.. Activation.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_name_gives_its_function(string name)
    {
        using var scope = NewDisposeScope();
        var actual = Activation.Find(name)!(tensor(Inputs));
        TensorAssert.AllClose(name, [.. Inputs.Select(x => Formula(name, x))], TensorAssert.Values(actual), Tolerance.Op);
    }

    [Theory]
    [InlineData("gelu_nwe")]
    [InlineData("GELU")]
    [InlineData("")]
    public void An_unknown_name_gives_none(string name) => Assert.Null(Activation.Find(name));

    private static double Formula(string name, double x) => name switch
    {
        "gelu" => x * 0.5 * (1 + Erf(x / Math.Sqrt(2))),
        "gelu_new" or "gelu_pytorch_tanh" =>
            0.5 * x * (1 + Math.Tanh(Math.Sqrt(2 / Math.PI) * (x + (0.044715 * x * x * x)))),
        "relu" => Math.Max(0, x),
        "silu" or "swish" => x / (1 + Math.Exp(-x)),
        "tanh" => Math.Tanh(x),
        _ => throw new ArgumentException($"write {name} out here", nameof(name)),
    };

    // The series of erf, which converges everywhere.
    private static double Erf(double x)
    {
        var (sum, term) = (0.0, x);
        for (var n = 0; n < 60; n++)
        {
            sum += term / ((2 * n) + 1);
            term *= -x * x / (n + 1);
        }
        return 2 / Math.Sqrt(Math.PI) * sum;
    }
}
