using TorchSharp;
using static TorchSharp.torch;

namespace FineTune.Torch.Tests;

public sealed class ArithmeticTests
{
    private static readonly Dictionary<string, Row> s_rows = new()
    {
        ["a + b"] = new((a, b) => a + b, [5, -2, 8]),
        ["a - b"] = new((a, b) => a - b, [1, -6, -2]),
        ["a * b"] = new((a, b) => a * b, [6, -8, 15]),
        ["a / b"] = new((a, b) => a / b, [1.5, -2, 0.6]),
        ["-a"] = new((a, _) => -a, [-3, 4, -3]),
        ["a + 2"] = new((a, _) => a + 2, [5, -2, 5]),
        ["2L + a"] = new((a, _) => 2L + a, [5, -2, 5]),
        ["a - 0.5"] = new((a, _) => a - 0.5, [2.5, -4.5, 2.5]),
        ["0.5f - a"] = new((a, _) => 0.5f - a, [-2.5, 4.5, -2.5]),
        ["a * 2"] = new((a, _) => a * 2, [6, -8, 6]),
        ["scalar * a"] = new((a, _) => 2.ToScalar() * a, [6, -8, 6]),
        ["a / 2"] = new((a, _) => a / 2, [1.5, -2, 1.5]),
        ["12 / a"] = new((a, _) => 12 / a, [4, -3, 4]),
        ["add alpha"] = new((a, b) => a.add(b, 2), [7, 0, 13]),
        ["add scalar alpha"] = new((a, _) => a.add(2, 3), [9, 2, 9]),
        ["add_"] = new((a, b) => a.add_(b), [5, -2, 8]),
        ["add_ alpha"] = new((a, b) => a.add_(b, -1), [1, -6, -2]),
        ["add_ scalar"] = new((a, _) => a.add_(1), [4, -3, 4]),
        ["add_ scalar alpha"] = new((a, _) => a.add_(1, 0.5), [3.5, -3.5, 3.5]),
        ["sub"] = new((a, b) => a.sub(b), [1, -6, -2]),
        ["sub_"] = new((a, b) => a.sub_(b), [1, -6, -2]),
        ["sub_ scalar"] = new((a, _) => a.sub_(1), [2, -5, 2]),
        ["mul_"] = new((a, b) => a.mul_(b), [6, -8, 15]),
        ["mul_ scalar"] = new((a, _) => a.mul_(0.5), [1.5, -2, 1.5]),
        ["div_"] = new((a, b) => a.div_(b), [1.5, -2, 0.6]),
        ["div_ scalar"] = new((a, _) => a.div_(4), [0.75, -1, 0.75]),
        ["div floor"] = new((a, b) => a.div(b, RoundingMode.floor), [1, -2, 0]),
        ["div trunc scalar"] = new((a, _) => a.div(-2, RoundingMode.trunc), [-1, 2, -1]),
        ["pow"] = new((a, b) => a.pow(b), [9, 16, 243]),
        ["pow scalar"] = new((a, _) => a.pow(2), [9, 16, 9]),
        ["pow_"] = new((a, _) => a.pow_(3), [27, -64, 27]),
        ["remainder"] = new((a, b) => a.remainder(b), [1, 0, 3]),
        ["remainder scalar"] = new((a, _) => a.remainder(3), [0, 2, 0]),
        ["addcmul"] = new((a, b) => a.addcmul(a, b, 0.5), [6, -8, 10.5]),
        ["addcmul_"] = new((a, b) => a.addcmul_(b, b, 1), [7, 0, 28]),
        ["addcdiv"] = new((a, b) => a.addcdiv(a, b), [4.5, -6, 3.6]),
        ["addcdiv_"] = new((a, b) => a.addcdiv_(a, b, -1), [1.5, -2, 2.4]),
        ["lerp"] = new((a, b) => a.lerp(b, Expect.Vector(0.5, 0.5, 0.5)), [2.5, -1, 4]),
        ["lerp_"] = new((a, b) => a.lerp_(b, Expect.Vector(0, 1, 0.5)), [3, 2, 4]),
        ["maximum"] = new((a, b) => maximum(a, b), [3, 2, 5]),
        ["minimum"] = new((a, b) => minimum(a, b), [2, -4, 3]),
        ["max with tensor"] = new((a, b) => a.max(b), [3, 2, 5]),
        ["min with tensor"] = new((a, b) => min(a, b), [2, -4, 3]),
        ["clamp"] = new((a, _) => a.clamp(-1, 2), [2, -1, 2]),
        ["clamp min"] = new((a, _) => a.clamp(min: 0), [3, 0, 3]),
        ["clamp max"] = new((a, _) => a.clamp(max: 0), [0, -4, 0]),
        ["clamp tensors"] = new((a, b) => a.clamp(b, b), [2, 2, 5]),
        ["clamp_"] = new((a, _) => a.clamp_(-1, 2), [2, -1, 2]),
        ["clamp_min"] = new((a, _) => a.clamp_min(1), [3, 1, 3]),
        ["clamp_max"] = new((a, _) => a.clamp_max(1), [1, -4, 1]),
    };

    public static TheoryData<string> Names => [.. s_rows.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Gives_the_value_of_every_element(string name)
    {
        using var scope = NewDisposeScope();
        var a = Expect.Vector(3, -4, 3);
        var b = Expect.Vector(2, 2, 5);

        var result = s_rows[name].Compute(a, b);

        Expect.Values(s_rows[name].Expected, result);
        Assert.Equal(name.Contains('_') && !name.Contains("clamp_m"), ReferenceEquals(a, result));
    }

    [Fact]
    public void A_real_number_makes_integers_real_and_leaves_the_precision_of_reals()
    {
        using var scope = NewDisposeScope();

        Assert.Equal(ScalarType.Float32, (Expect.Longs(1, 2) * 0.5).dtype);
        Assert.Equal(ScalarType.Float32, (ones(2) * 0.5).dtype);
        Assert.Equal(ScalarType.Int64, (Expect.Longs(1, 2) * 2).dtype);
        Assert.Equal(ScalarType.BFloat16, (ones(2, dtype: bfloat16) + 1).dtype);
    }

    [Fact]
    public void Shapes_are_broadcast()
    {
        using var scope = NewDisposeScope();

        Expect.Values(
            [2, 3], [11, 12, 13, 21, 22, 23], Expect.Make([2, 1], 10, 20) + Expect.Vector(1, 2, 3));
    }

    private sealed record Row(Func<Tensor, Tensor, Tensor> Compute, double[] Expected);
}
