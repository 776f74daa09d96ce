using static TorchSharp.torch;

namespace FineTune.Torch.Tests;

public sealed class UnaryTests
{
    private static readonly double[] s_any = [-2.5, -1, -0.5, 0.25, 1, 3.5];
    private static readonly double[] s_positive = [0.1, 0.5, 1, 2, 9];

    private static readonly Dictionary<string, Row> s_rows = new()
    {
        ["abs"] = new(s_any, t => t.abs(), t => t.abs_(), abs, Math.Abs),
        ["neg"] = new(s_any, t => t.neg(), t => t.neg_(), neg, x => -x),
        ["sqrt"] = new(s_positive, t => t.sqrt(), t => t.sqrt_(), sqrt, Math.Sqrt),
        ["rsqrt"] = new(s_positive, t => t.rsqrt(), t => t.rsqrt_(), rsqrt, x => 1 / Math.Sqrt(x)),
        ["square"] = new(s_any, t => t.square(), null, square, x => x * x),
        ["exp"] = new(s_any, t => t.exp(), t => t.exp_(), exp, Math.Exp),
        ["expm1"] = new(s_any, t => t.expm1(), t => t.expm1_(), null, x => Math.Exp(x) - 1),
        ["log"] = new(s_positive, t => t.log(), t => t.log_(), log, Math.Log),
        ["log1p"] = new(s_positive, t => t.log1p(), t => t.log1p_(), null, x => Math.Log(1 + x)),
        ["log2"] = new(s_positive, t => t.log2(), t => t.log2_(), null, Math.Log2),
        ["sigmoid"] = new(s_any, t => t.sigmoid(), t => t.sigmoid_(), sigmoid, x => 1 / (1 + Math.Exp(-x))),
        ["tanh"] = new(s_any, t => t.tanh(), t => t.tanh_(), tanh, Math.Tanh),
        ["sin"] = new(s_any, t => t.sin(), t => t.sin_(), sin, Math.Sin),
        ["cos"] = new(s_any, t => t.cos(), t => t.cos_(), cos, Math.Cos),
        ["relu"] = new(s_any, t => t.relu(), t => t.relu_(), null, x => Math.Max(0, x)),
        ["floor"] = new(s_any, t => t.floor(), t => t.floor_(), floor, Math.Floor),
        ["ceil"] = new(s_any, t => t.ceil(), t => t.ceil_(), ceil, Math.Ceiling),
        ["trunc"] = new(s_any, t => t.trunc(), t => t.trunc_(), trunc, Math.Truncate),
        ["round"] = new(s_any, t => t.round(), t => t.round_(), t => round(t), x => Math.Round(x)),
        ["sign"] = new(s_any, t => t.sign(), t => t.sign_(), sign, x => Math.Sign(x)),
        ["reciprocal"] = new(s_any, t => t.reciprocal(), t => t.reciprocal_(), reciprocal, x => 1 / x),
    };

    public static TheoryData<string> Names => [.. s_rows.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Gives_the_value_of_every_element(string name)
    {
        using var scope = NewDisposeScope();
        var row = s_rows[name];
        var expected = Array.ConvertAll(row.Input, x => row.Expected(x));
        var input = tensor(row.Input);

        Expect.Values(expected, row.Member(input));
        Expect.Values(row.Input, input);
        if (row.Static is not null)
        {
            Expect.Values(expected, row.Static(input));
        }
        if (row.InPlace is not null)
        {
            Assert.Same(input, row.InPlace(input));
            Expect.Values(expected, input);
        }
    }

    [Fact]
    public void Erf_is_the_error_function()
    {
        using var scope = NewDisposeScope();

        Expect.Values([0, 0.8427007929497149, -0.5204998778130465], Expect.Vector(0, 1, -0.5).erf());
    }

    [Fact]
    public void Round_takes_decimals()
    {
        using var scope = NewDisposeScope();

        Expect.Values([1.23, -4.57], Expect.Vector(1.2345, -4.5678).round(2));
    }

    [Fact]
    public void Infinities_and_what_is_not_a_number_are_told_apart()
    {
        using var scope = NewDisposeScope();
        var input = Expect.Vector(1, double.PositiveInfinity, double.NegativeInfinity, double.NaN);

        Expect.Values([1, 0, 0, 0], input.isfinite());
        Expect.Values([0, 1, 1, 0], input.isinf());
        Expect.Values([0, 0, 0, 1], isnan(input));
    }

    private sealed record Row(
        double[] Input, Func<Tensor, Tensor> Member, Func<Tensor, Tensor>? InPlace, Func<Tensor, Tensor>? Static,
        Func<double, double> Expected);
}
