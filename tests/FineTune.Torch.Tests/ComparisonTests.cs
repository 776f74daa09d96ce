using static TorchSharp.torch;

namespace FineTune.Torch.Tests;

public sealed class ComparisonTests
{
    private static readonly Dictionary<string, Row> s_rows = new()
    {
        ["a == b"] = new((a, b) => a == b, [0, 1, 0]),
        ["a != b"] = new((a, b) => a != b, [1, 0, 1]),
        ["a < b"] = new((a, b) => a < b, [1, 0, 0]),
        ["a <= b"] = new((a, b) => a <= b, [1, 1, 0]),
        ["a > b"] = new((a, b) => a > b, [0, 0, 1]),
        ["a >= b"] = new((a, b) => a >= b, [0, 1, 1]),
        ["a == 2"] = new((a, _) => a == 2, [0, 1, 0]),
        ["2 < a"] = new((a, _) => 2 < a, [0, 0, 1]),
        ["2 >= a"] = new((a, _) => 2 >= a, [1, 1, 0]),
        ["eq"] = new((a, b) => eq(a, b), [0, 1, 0]),
        ["ne scalar"] = new((a, _) => a.ne(2), [1, 0, 1]),
        ["lt scalar"] = new((a, _) => a.lt(2), [1, 0, 0]),
        ["le scalar"] = new((a, _) => a.le(2), [1, 1, 0]),
        ["gt scalar"] = new((a, _) => a.gt(2), [0, 0, 1]),
        ["ge scalar"] = new((a, _) => a.ge(2), [0, 1, 1]),
        ["gt_"] = new((a, b) => a.gt_(b), [0, 0, 1]),
        ["eq_ scalar"] = new((a, _) => a.eq_(2), [0, 1, 0]),
        ["logical_and"] = new((a, b) => (a > 1).logical_and(b > 1), [0, 1, 0]),
        ["logical_or"] = new((a, b) => (a > 1).logical_or(b > 1), [1, 1, 1]),
        ["logical_xor"] = new((a, b) => (a > 1).logical_xor(b > 1), [1, 0, 1]),
        ["logical_not"] = new((a, _) => (a > 1).logical_not(), [1, 0, 0]),
        ["a & b"] = new((a, b) => (a > 1) & (b > 1), [0, 1, 0]),
        ["a | b"] = new((a, b) => (a > 1) | (b > 1), [1, 1, 1]),
        ["a ^ b"] = new((a, b) => (a > 1) ^ (b > 1), [1, 0, 1]),
        ["~a"] = new((a, _) => ~(a > 1), [1, 0, 0]),
        ["where"] = new((a, b) => where(a > b, a, b), [3, 2, 3]),
        ["where member"] = new((a, b) => a.where(a > b, b), [3, 2, 3]),
        ["masked_fill"] = new((a, _) => a.masked_fill(a > 1, 9), [1, 9, 9]),
        ["masked_fill_"] = new((a, _) => a.masked_fill_(a > 1, 9), [1, 9, 9]),
    };

    public static TheoryData<string> Names => [.. s_rows.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Gives_the_answer_for_every_element(string name)
    {
        using var scope = NewDisposeScope();

        var result = s_rows[name].Compute(Expect.Vector(1, 2, 3), Expect.Vector(3, 2, 1));

        Expect.Values(s_rows[name].Expected, result);
    }

    [Fact]
    public void Equality_of_whole_tensors()
    {
        using var scope = NewDisposeScope();
        var a = Expect.Vector(1, 2);

        Assert.True(a.equal(Expect.Vector(1, 2)).item<bool>());
        Assert.True(a.Equals(Expect.Vector(1, 2)));
        Assert.False(a.Equals(Expect.Vector(1, 3)));
        Assert.True(a.allclose(Expect.Vector(1, 2.00001)));
        Assert.False(a.allclose(Expect.Vector(1, 2.1)));
        Assert.True(allclose(a, Expect.Vector(1, 2.1), rtol: 0.1));
        Assert.False(a.Equals((object?)null));
    }

    [Fact]
    public void All_and_any()
    {
        using var scope = NewDisposeScope();
        var input = Expect.Make([2, 2], 1, 0, 1, 1);

        Expect.Values([], [0], input.all());
        Expect.Values([], [1], input.any());
        Expect.Values([2], [0, 1], input.all(1));
        Expect.Values([1, 2], [1, 1], input.any(0, keepdim: true));
    }

    private sealed record Row(Func<Tensor, Tensor, Tensor> Compute, double[] Expected);
}
