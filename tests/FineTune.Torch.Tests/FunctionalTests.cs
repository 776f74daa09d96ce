using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;
using GELU = TorchSharp.Modules.GELU;
using Loss = TorchSharp.torch.nn.Reduction;

namespace FineTune.Torch.Tests;

[Collection(nameof(DefaultGenerator))]
public sealed class FunctionalTests
{
    private const double Phi1 = 0.8413447460685429;

    private static readonly double s_ln2 = Math.Log(2);

    private static readonly Dictionary<string, Row> s_rows = new()
    {
        ["linear"] = new(
            () => F.linear(Expect.Vector(1, 2), Expect.Make([2, 2], 1, 0, 3, 4), Expect.Vector(10, 20)), [2], [11, 31]),
        ["gelu"] = new(() => F.gelu(Expect.Vector(1, -1)), [2], [Phi1, Phi1 - 1]),
        ["gelu inplace"] = new(() => F.gelu(Expect.Vector(1, -1), inplace: true), [2], [Phi1, Phi1 - 1]),
        ["gelu tanh"] = new(
            () => F.gelu(Expect.Vector(1), GELU.Approximate.tanh), [1],
            [0.5 * (1 + Math.Tanh(Math.Sqrt(2 / Math.PI) * 1.044715))]),
        ["relu"] = new(() => F.relu(Expect.Vector(1, -1)), [2], [1, 0]),
        ["silu"] = new(() => F.silu(Expect.Vector(2)), [1], [2 / (1 + Math.Exp(-2))]),
        ["silu inplace"] = new(() => F.silu(Expect.Vector(2), inplace: true), [1], [2 / (1 + Math.Exp(-2))]),
        ["tanh"] = new(() => F.tanh(Expect.Vector(2)), [1], [Math.Tanh(2)]),
        ["sigmoid"] = new(() => F.sigmoid(Expect.Vector(2)), [1], [1 / (1 + Math.Exp(-2))]),
        ["logsigmoid"] = new(() => F.logsigmoid(Expect.Vector(0)), [1], [-s_ln2]),
        ["softplus"] = new(() => F.softplus(Expect.Vector(0, 30)), [2], [s_ln2, 30]),
        ["softmax"] = new(() => F.softmax(Expect.Vector(0, s_ln2), 0), [2], [1.0 / 3, 2.0 / 3]),
        ["log_softmax"] = new(() => F.log_softmax(Expect.Vector(1, 1), 0), [2], [-s_ln2, -s_ln2]),
        ["layer_norm"] = new(() => F.layer_norm(Expect.Vector(1, 3), [2], eps: 0), [2], [-1, 1]),
        ["layer_norm affine"] = new(
            () => F.layer_norm(Expect.Vector(1, 3), [2], Expect.Vector(2, 2), Expect.Vector(1, 0), 0), [2], [-1, 2]),
        ["normalize"] = new(() => F.normalize(Expect.Make([1, 2], 3, 4)), [1, 2], [0.6, 0.8]),
        ["one_hot"] = new(() => F.one_hot(Expect.Longs(2, 0), 3), [2, 3], [0, 0, 1, 1, 0, 0]),
        ["pad"] = new(() => F.pad(Expect.Vector(1, 2), (1, 2), value: 9), [5], [9, 1, 2, 9, 9]),
        ["pad both"] = new(() => F.pad(Expect.Vector(1), 1), [3], [0, 1, 0]),
        ["pad rows"] = new(() => F.pad(ones(1, 1), [0L, 1L, 1L, 0L]), [2, 2], [0, 0, 1, 0]),
        ["pad four"] = new(() => F.pad(ones(1, 1), (0, 1, 1, 0)), [2, 2], [0, 0, 1, 0]),
        ["cross_entropy"] = new(() => F.cross_entropy(zeros(2, 4), Expect.Longs(0, 3)), [], [(float)Math.Log(4)]),
        ["cross_entropy ignores"] = new(
            () => F.cross_entropy(Logits, Expect.Longs(0, -100), reduction: Loss.Sum), [], [s_ln2]),
        ["cross_entropy none"] = new(
            () => F.cross_entropy(Logits, Expect.Longs(0, 0), reduction: Loss.None), [2], [s_ln2, Math.Log(3)]),
        ["cross_entropy weights"] = new(
            () => F.cross_entropy(Logits, Expect.Longs(0, 1), Expect.Vector(1, 3)), [],
            [(s_ln2 + 3 * Math.Log(1.5)) / 4]),
        ["cross_entropy smoothed"] = new(
            () => F.cross_entropy(Logits[1..], Expect.Longs(0), label_smoothing: 0.5), [],
            [0.75 * Math.Log(3) + 0.25 * Math.Log(1.5)]),
        ["nll_loss"] = new(() => F.nll_loss(Expect.Make([1, 2], -1, -2), Expect.Longs(1)), [], [2]),
        ["mse_loss"] = new(() => F.mse_loss(Expect.Vector(1, 3), Expect.Vector(0, 0)), [], [5]),
        ["bce_with_logits"] = new(
            () => F.binary_cross_entropy_with_logits(Expect.Vector(0, 0), Expect.Vector(0, 1)), [], [s_ln2]),
        ["bce_with_logits weighted"] = new(
            () => F.binary_cross_entropy_with_logits(
                Expect.Vector(0, 0), Expect.Vector(0, 1), reduction: Loss.Sum, pos_weights: Expect.Vector(3, 3)),
            [], [4 * s_ln2]),
        ["attention"] = new(() => F.scaled_dot_product_attention(Query, Query, Value), [1, 2, 1], [1.5, 1.5]),
        ["attention causal"] = new(
            () => F.scaled_dot_product_attention(Query, Query, Value, is_casual: true), [1, 2, 1], [1, 1.5]),
        ["attention mask"] = new(
            () => F.scaled_dot_product_attention(Query, Query, Value, tensor(new[] { false, true }).view(1, 1, 2)),
            [1, 2, 1], [2, 2]),
        ["attention added mask"] = new(
            () => F.scaled_dot_product_attention(
                Query, Query, Value, Expect.Make([1, 1, 2], double.NegativeInfinity, 0).expand(1, 2, 2)),
            [1, 2, 1], [2, 2]),
    };

    public static TheoryData<string> Names => [.. s_rows.Keys];

    private static Tensor Logits => Expect.Make([2, 2], 0, 0, 0, s_ln2);

    private static Tensor Query => zeros([1, 2, 4], dtype: float64);

    private static Tensor Value => Expect.Make([1, 2, 1], 1, 2);

    [Theory]
    [MemberData(nameof(Names))]
    public void Gives_the_value(string name)
    {
        using var scope = NewDisposeScope();
        var row = s_rows[name];

        var result = row.Compute();

        Assert.Equal(row.Shape, result.shape);
        Expect.Values(row.Expected, result);
    }

    [Fact]
    public void Dropout_zeroes_and_rescales_in_training_only()
    {
        using var scope = NewDisposeScope();
        manual_seed(11);
        var input = ones(10_000, dtype: float64);

        var dropped = F.dropout(input, 0.25);
        Expect.Values([0, 4.0 / 3], Expect.Make([2], [.. dropped.data<double>().Distinct().Order()]));
        Assert.Equal(1, dropped.mean().item<double>(), 0.05);
        Assert.True(input.Equals(F.dropout(input, 0.25, training: false)));
        Assert.Same(input, F.dropout(input, 0.25, inplace: true));
        Assert.Equal(0, input.min().item<double>());
    }

    private sealed record Row(Func<Tensor> Compute, long[] Shape, double[] Expected);
}
