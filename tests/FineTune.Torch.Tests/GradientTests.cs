using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;
using GELU = TorchSharp.Modules.GELU;
using Loss = TorchSharp.torch.nn.Reduction;

namespace FineTune.Torch.Tests;

/// <summary>The gradient of every differentiable operation against central differences, in float64.</summary>
public sealed class GradientTests
{
    private const long Seed = 20240611;
    private const double Step = 1e-5;
    private const double Tolerance = 1e-6;

    private static readonly Dictionary<string, Row> s_rows = new()
    {
        ["add"] = new(x => x[0] + x[1], [2, 3], [3]),
        ["add alpha"] = new(x => x[0].add(x[1], 0.7), [2, 3], [2, 3]),
        ["sub"] = new(x => x[0] - x[1], [2, 3], [2, 1]),
        ["rsub"] = new(x => 2 - x[0], [4]),
        ["mul"] = new(x => x[0] * x[1], [2, 3], [3]),
        ["div"] = new(x => x[0] / x[1].exp(), [2, 3], [2, 3]),
        ["rdiv"] = new(x => 2 / x[0].exp(), [4]),
        ["neg"] = new(x => -x[0], [4]),
        ["pow"] = new(x => x[0].exp().pow(x[1]), [4], [4]),
        ["pow scalar"] = new(x => x[0].pow(3), [4]),
        ["addcmul"] = new(x => x[0].addcmul(x[1], x[2], 0.3), [4], [4], [4]),
        ["addcdiv"] = new(x => x[0].addcdiv(x[1], x[2].exp(), 0.3), [4], [4], [4]),
        ["lerp"] = new(x => x[0].lerp(x[1], x[2]), [4], [4], [4]),
        ["abs"] = new(x => x[0].abs(), [5]),
        ["exp"] = new(x => x[0].exp(), [5]),
        ["expm1"] = new(x => x[0].expm1(), [5]),
        ["log"] = new(x => x[0].exp().add(1).log(), [5]),
        ["log1p"] = new(x => x[0].exp().log1p(), [5]),
        ["log2"] = new(x => x[0].exp().add(1).log2(), [5]),
        ["sqrt"] = new(x => x[0].exp().sqrt(), [5]),
        ["rsqrt"] = new(x => x[0].exp().rsqrt(), [5]),
        ["square"] = new(x => x[0].square(), [5]),
        ["reciprocal"] = new(x => x[0].exp().reciprocal(), [5]),
        ["sigmoid"] = new(x => x[0].sigmoid(), [5]),
        ["logsigmoid"] = new(x => F.logsigmoid(x[0]), [5]),
        ["softplus"] = new(x => F.softplus(x[0]), [5]),
        ["tanh"] = new(x => x[0].tanh(), [5]),
        ["erf"] = new(x => x[0].erf(), [5]),
        ["sin"] = new(x => x[0].sin(), [5]),
        ["cos"] = new(x => x[0].cos(), [5]),
        ["relu"] = new(x => x[0].relu(), [5]),
        ["gelu"] = new(x => F.gelu(x[0]), [5]),
        ["gelu tanh"] = new(x => F.gelu(x[0], GELU.Approximate.tanh), [5]),
        ["silu"] = new(x => F.silu(x[0]), [5]),
        ["clamp"] = new(x => x[0].clamp(-0.5, 0.5), [9]),
        ["maximum"] = new(x => x[0].maximum(x[1]), [5], [5]),
        ["minimum"] = new(x => x[0].minimum(x[1]), [5], [5]),
        ["where"] = new(x => where(Mask(2, 3), x[0], x[1]), [2, 3], [2, 3]),
        ["masked_fill"] = new(x => x[0].masked_fill(Mask(2, 3), 7), [2, 3]),
        ["masked_select"] = new(x => x[0].masked_select(Mask(2, 3)), [2, 3]),
        ["tril"] = new(x => x[0].tril(), [3, 3]),
        ["triu"] = new(x => x[0].triu(1), [3, 3]),
        ["sum"] = new(x => x[0].sum(), [2, 3]),
        ["sum dim"] = new(x => x[0].sum(1L, keepdim: true), [2, 3]),
        ["mean"] = new(x => x[0].mean(), [2, 3]),
        ["mean dims"] = new(x => x[0].mean([0L]), [2, 3]),
        ["var"] = new(x => x[0].var(1, unbiased: false), [2, 4]),
        ["std"] = new(x => x[0].std(1), [2, 4]),
        ["norm"] = new(x => x[0].norm(), [2, 3]),
        ["norm dim"] = new(x => x[0].norm(1, keepdim: true), [2, 3]),
        ["prod"] = new(x => x[0].prod(1L), [2, 3]),
        ["cumsum"] = new(x => x[0].cumsum(1), [2, 3]),
        ["logsumexp"] = new(x => x[0].logsumexp(1), [2, 3]),
        ["softmax"] = new(x => x[0].softmax(-1), [2, 3]),
        ["log_softmax"] = new(x => x[0].log_softmax(-1), [2, 3]),
        ["max"] = new(x => x[0].max(1).values, [2, 4]),
        ["min"] = new(x => x[0].min(1).values, [2, 4]),
        ["amax"] = new(x => x[0].amax(0), [2, 4]),
        ["topk"] = new(x => x[0].topk(2).values, [2, 4]),
        ["sort"] = new(x => x[0].sort().Values, [2, 4]),
        ["mm"] = new(x => x[0].mm(x[1]), [2, 3], [3, 4]),
        ["bmm"] = new(x => x[0].bmm(x[1]), [2, 2, 3], [2, 3, 2]),
        ["matmul"] = new(x => x[0].matmul(x[1]), [2, 2, 3], [3, 2]),
        ["mv"] = new(x => x[0].mv(x[1]), [2, 3], [3]),
        ["dot"] = new(x => x[0].dot(x[1]), [3], [3]),
        ["outer"] = new(x => x[0].outer(x[1]), [3], [2]),
        ["addmm"] = new(x => x[0].addmm(x[1], x[2], 0.5f, 2), [2, 4], [2, 3], [3, 4]),
        ["baddbmm"] = new(x => x[0].baddbmm(x[1], x[2], 0.5f, 2), [2, 2, 2], [2, 2, 3], [2, 3, 2]),
        ["linear"] = new(x => F.linear(x[0], x[1], x[2]), [2, 3], [4, 3], [4]),
        ["layer_norm"] = new(x => F.layer_norm(x[0], [4], x[1], x[2], 1e-5), [2, 4], [4], [4]),
        ["normalize"] = new(x => F.normalize(x[0], dim: -1), [2, 4]),
        ["attention"] = new(x => F.scaled_dot_product_attention(x[0], x[1], x[2]), [1, 3, 4], [1, 3, 4], [1, 3, 4]),
        ["attention causal"] =
            new(x => F.scaled_dot_product_attention(x[0], x[0], x[0], is_casual: true), [1, 3, 4]),
        ["cross_entropy"] = new(x => F.cross_entropy(x[0], Targets, ignore_index: 1), [3, 4]),
        ["cross_entropy smoothed"] =
            new(x => F.cross_entropy(x[0], Targets, reduction: Loss.Sum, label_smoothing: 0.1), [3, 4]),
        ["nll_loss"] = new(x => F.nll_loss(x[0].log_softmax(1), Targets), [3, 4]),
        ["mse_loss"] = new(x => F.mse_loss(x[0], x[1]), [3], [3]),
        ["bce_with_logits"] = new(x => F.binary_cross_entropy_with_logits(x[0], x[1].sigmoid()), [3], [3]),
        ["reshape"] = new(x => x[0].t().reshape(6), [2, 3]),
        ["permute"] = new(x => x[0].permute(2, 0, 1), [2, 3, 2]),
        ["flip"] = new(x => x[0].flip(1), [2, 3]),
        ["expand"] = new(x => x[0].expand(4, -1), [1, 3]),
        ["repeat"] = new(x => x[0].repeat(2, 2), [2, 3]),
        ["repeat_interleave"] = new(x => x[0].repeat_interleave(2, dim: 1), [2, 3]),
        ["narrow"] = new(x => x[0].narrow(1, 1, 2), [2, 3]),
        ["slice"] = new(x => x[0].slice(1, 0, 3, 2), [2, 3]),
        ["select"] = new(x => x[0].select(0, 1), [2, 3]),
        ["diagonal"] = new(x => x[0].diagonal(), [3, 3]),
        ["cat"] = new(x => cat([x[0], x[1]], 1), [2, 3], [2, 1]),
        ["stack"] = new(x => stack([x[0], x[1]]), [3], [3]),
        ["split"] = new(x => x[0].split([1L, 2L], 1)[1], [2, 3]),
        ["chunk"] = new(x => x[0].chunk(3, 1)[2], [2, 3]),
        ["unbind"] = new(x => x[0].unbind()[1], [2, 3]),
        ["gather"] = new(x => x[0].gather(1, Places), [3, 4]),
        ["scatter"] = new(x => x[0].scatter(1, Places, x[1]), [3, 4], [3, 1]),
        ["scatter_add"] = new(x => x[0].scatter_add(1, Places, x[1]), [3, 4], [3, 1]),
        ["index_select"] = new(x => x[0].index_select(0, Targets), [3, 2]),
        ["index_add"] = new(x => x[0].index_add(0, Targets, x[1], 0.5), [3, 2], [3, 2]),
        ["index_copy"] = new(x => x[0].index_copy(0, Expect.Longs(2, 0), x[1]), [3, 2], [2, 2]),
        ["index"] = new(x => x[0][Targets], [3, 2]),
        ["index_put_"] = new(x => x[0].clone().index_put_(x[1], Expect.Longs(2, 0)), [3, 2], [2, 2]),
        ["copy_"] = new(x => zeros(2, 3, dtype: float64).copy_(x[0]), [2, 3]),
        ["pad"] = new(x => F.pad(x[0], (1, 2)), [2, 3]),
        ["clone"] = new(x => x[0].clone(), [3]),
        ["alias"] = new(x => x[0].alias(), [3]),
        ["to"] = new(x => x[0].to(float64, copy: true), [3]),
    };

    public static TheoryData<string> Names => [.. s_rows.Keys];

    private static Tensor Targets => Expect.Longs(2, 0, 1);

    private static Tensor Places => Targets.view(3, 1);

    [Theory]
    [MemberData(nameof(Names))]
    public void Gradient_is_the_slope(string name)
    {
        using var scope = NewDisposeScope();
        var row = s_rows[name];
        using var generator = new Generator(Seed);
        var inputs = Array.ConvertAll(row.Shapes, s => randn(s, float64, requires_grad: true, generator: generator));

        // A random projection makes one number of the result without symmetries that would hide a wrong gradient.
        var result = row.Compute(inputs);
        var projection = randn(result.shape, float64, generator: generator);
        autograd.backward(result, projection);

        for (var i = 0; i < inputs.Length; i++)
        {
            var slopes = Slopes(inputs, i, () => (row.Compute(inputs) * projection).sum().item<double>());
            var gradient = Expect.Doubles(inputs[i].grad!);
            for (var j = 0; j < slopes.Length; j++)
            {
                Assert.True(
                    Math.Abs(slopes[j] - gradient[j]) <= Tolerance * Math.Max(1, Math.Abs(slopes[j])),
                    $"{name}, input {i}, element {j}: slope {slopes[j]:R}, gradient {gradient[j]:R} (seed {Seed})");
            }
        }
    }

    private static double[] Slopes(Tensor[] inputs, int index, Func<double> value)
    {
        using var quiet = no_grad();
        var elements = inputs[index].view(-1);
        var slopes = new double[elements.numel()];
        for (var j = 0; j < slopes.Length; j++)
        {
            using var scope = NewDisposeScope();
            var element = elements[j];
            element.add_(Step);
            var above = value();
            element.sub_(2 * Step);
            var below = value();
            element.add_(Step);
            slopes[j] = (above - below) / (2 * Step);
        }
        return slopes;
    }

    private static Tensor Mask(long rows, long columns) =>
        (arange(rows * columns).remainder(2) == 0).view(rows, columns);

    private sealed record Row(Func<Tensor[], Tensor> Compute, params long[][] Shapes);
}
