using FineTune.Testing;
using static TorchSharp.torch;

namespace FineTune.Nn.Tests;

/// <summary>The fused loops beside the plain operations they stand for, values and gradients.</summary>
public sealed class FusedLoopTests : IDisposable
{
    private readonly TorchSharp.DisposeScope _scope = NewDisposeScope();
    private readonly Generator _random = new(7);

    public static TheoryData<int, int> Sizes => new() { { 1, 1 }, { 3, 5 }, { 7, 64 }, { 400, 131 } };

    [Theory]
    [MemberData(nameof(Sizes))]
    public void A_root_mean_square_norm_is_its_formula(int rows, int width)
    {
        var scale = Drawn(width).abs() + 0.1;
        var norm = Norm(scale);
        Compare(norm.Forward, x => x * (x.square().mean([-1], keepdim: true) + 1e-5).rsqrt() * scale, Drawn(rows, width));
    }

    [Fact]
    public void A_scale_of_zero_does_not_lose_the_gradient()
    {
        var scale = tensor([1f, 0f, -2f, 0.5f]);
        var norm = Norm(scale);
        Compare(norm.Forward, x => x * (x.square().mean([-1], keepdim: true) + 1e-5).rsqrt() * scale, Drawn(3, 4));
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void A_gated_product_is_its_formula(int rows, int width)
    {
        // Far out, exponentials overflow.
        var both = Drawn(rows, 2 * width) * 20;
        Compare(
            x => GatedProduct.Of(x.narrow(1, 0, width).contiguous(), x.narrow(1, width, width).contiguous()),
            x => nn.functional.silu(x.narrow(1, 0, width)) * x.narrow(1, width, width),
            both);
    }

    [Fact]
    public void A_gated_product_gives_its_operands_memory_to_their_gradients_once()
    {
        var leaf = Drawn(3, 8).requires_grad_();
        var (gate, up) = (leaf * 2, leaf * 3);
        var product = GatedProduct.Of(gate, up);
        product.sum().backward(retain_graph: true);
        var expected = Drawn(3, 8).requires_grad_();
        using (no_grad())
        {
            expected.copy_(leaf);
        }
        (nn.functional.silu(expected * 2) * (expected * 3)).sum().backward();
        TensorAssert.Close("gradient", expected.grad!, leaf.grad!, Tolerance.SameResult);
        Assert.Throws<System.Runtime.InteropServices.ExternalException>(() => product.sum().backward());
    }

    [Fact]
    public void A_product_with_a_remade_input_has_the_gradients_of_one_that_was_kept()
    {
        var (gate, up, weight) = (Drawn(9, 6), Drawn(9, 6), Drawn(4, 6));
        var results = new List<Tensor[]>();
        foreach (var remade in new[] { true, false })
        {
            Tensor[] leaves = [.. new[] { gate, up, weight }.Select(t => t.detach().clone().requires_grad_())];
            var product = GatedProduct.Of(leaves[0], leaves[1]);
            var output = remade ? Remaking.Product(product, leaves[2]) : product.mm(leaves[2].t());
            output.square().sum().backward();
            results.Add([output.detach(), .. leaves.Select(l => l.grad!)]);
        }
        for (var i = 0; i < results[0].Length; i++)
        {
            TensorAssert.Close($"result {i}", results[1][i], results[0][i], Tolerance.SameResult);
        }
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void The_slope_of_cross_entropy_is_that_of_autograd(int rows, int vocab)
    {
        var logits = (Drawn(rows, vocab) * 30).requires_grad_();
        var targets = arange(rows, int64).remainder(vocab);
        var expected = nn.functional.cross_entropy(logits, targets, reduction: nn.Reduction.Sum);
        expected.backward();
        var total = zeros(1);

        var slope = LogitSlope.Take(logits.detach().clone(), targets, total);

        TensorAssert.Close("loss", expected.item<float>(), total.item<float>(), Tolerance.Trajectory);
        TensorAssert.Close("slope", logits.grad!, slope, Tolerance.SameResult);
    }

    [Fact]
    public void A_head_that_keeps_its_logits_is_told_that_they_changed()
    {
        var input = Drawn(2, 3).requires_grad_();
        var logits = input.tanh();
        LogitSlope.Take(logits.detach(), tensor([0L, 1L]), zeros(1));
        Assert.Throws<System.Runtime.InteropServices.ExternalException>(() => logits.sum().backward());
    }

    public void Dispose()
    {
        _random.Dispose();
        _scope.Dispose();
    }

    private static void Compare(Func<Tensor, Tensor> fused, Func<Tensor, Tensor> plain, Tensor input)
    {
        var (value, gradient) = Differentiated(fused, input);
        var (expected, expectedGradient) = Differentiated(plain, input);
        TensorAssert.Close("value", expected, value, Tolerance.SameResult);
        TensorAssert.Close("gradient", expectedGradient, gradient, Tolerance.SameResult);
        using var guard = no_grad();
        TensorAssert.Close("value without recording", expected, fused(input), Tolerance.SameResult);
    }

    private static (Tensor Value, Tensor Gradient) Differentiated(Func<Tensor, Tensor> function, Tensor input)
    {
        var leaf = input.detach().clone().requires_grad_();
        var value = function(leaf);
        (value * arange(value.numel(), float32).cos().view(value.shape)).sum().backward();
        return (value.detach(), leaf.grad!);
    }

    private static RmsNorm Norm(Tensor scale) =>
        new(new Parameter("norm.weight", scale, ParameterKind.Base, trainable: false), 1e-5, aroundOne: false);

    private Tensor Drawn(params long[] shape) => randn(shape, generator: _random);
}
