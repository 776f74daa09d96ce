using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace FineTune.Torch.Tests;

public sealed class AutogradTests
{
    [Fact]
    public void A_gradient_that_is_a_view_is_accumulated_into_in_place()
    {
        using var scope = NewDisposeScope();
        var (parameters, gradients) = (randn(6), zeros(6));
        var weight = parameters[..4].view(2, 2).detach().requires_grad_();
        var bias = parameters[4..].detach().requires_grad_();
        weight.grad = gradients[..4].view(2, 2);
        bias.grad = gradients[4..];

        nn.functional.linear(ones(3, 2), weight, bias).sum().backward();
        nn.functional.linear(ones(3, 2), weight, bias).sum().backward();

        Expect.Values([6, 6, 6, 6, 6, 6], gradients);
    }

    [Fact]
    public void Views_of_one_buffer_share_its_memory()
    {
        using var scope = NewDisposeScope();
        var buffer = zeros(6);
        var first = buffer[..4].view(2, 2).detach().requires_grad_();
        Assert.True(first.is_leaf);
        buffer.add_(2);
        using (no_grad())
        {
            first.mul_(2);
        }

        Expect.Values([4, 4, 4, 4], first);
        Expect.Values([4, 4, 4, 4, 2, 2], buffer);
    }

    [Fact]
    public void Gradients_accumulate_and_can_be_taken_away()
    {
        using var scope = NewDisposeScope();
        var x = tensor(3.0, requires_grad: true);
        Assert.Null(x.grad);
        x.square().backward();
        x.square().backward();
        Assert.Equal(12, x.grad!.item<double>());

        x.grad = null;
        Assert.Null(x.grad);
    }

    [Fact]
    public void Backward_starts_from_given_gradients()
    {
        using var scope = NewDisposeScope();
        var x = Expect.Vector(1, 2).requires_grad_();
        var y = x * x;
        y.backward([Expect.Vector(10, 100)]);
        Expect.Values([20, 400], x.grad!);

        autograd.backward([x * 1, x * 2], [Expect.Vector(1, 1), Expect.Vector(1, 1)]);
        Expect.Values([23, 403], x.grad!);
    }

    [Fact]
    public void Backward_accumulates_into_the_named_leaves_only()
    {
        using var scope = NewDisposeScope();
        var (a, b) = (tensor(2.0, requires_grad: true), tensor(3.0, requires_grad: true));

        (a * b).backward(inputs: [a]);

        Assert.Equal(3, a.grad!.item<double>());
        Assert.Null(b.grad);
    }

    [Fact]
    public void Grad_returns_gradients_without_accumulating()
    {
        using var scope = NewDisposeScope();
        var x = tensor(3.0, requires_grad: true);
        var unused = tensor(1.0, requires_grad: true);

        var first = autograd.grad([x.pow(3)], [x, unused], create_graph: true, allow_unused: true);
        Assert.Equal(27, first[0].item<double>());
        Assert.Null(first[1]);
        Assert.Null(x.grad);

        Assert.Equal(18, autograd.grad([first[0]], [x])[0].item<double>());
    }

    [Fact]
    public void A_segment_is_run_again_and_differentiated_with_the_gradients_of_what_follows()
    {
        using var scope = NewDisposeScope();
        var x = tensor(0.5, requires_grad: true);
        Tensor boundary;
        using (no_grad())
        {
            boundary = x.tanh();
        }
        boundary.requires_grad_();
        boundary.exp().backward();
        autograd.backward(x.tanh(), boundary.grad!);

        var expected = Math.Exp(Math.Tanh(0.5)) * (1 - Math.Tanh(0.5) * Math.Tanh(0.5));
        Expect.Values([expected], x.grad!);
    }

    [Fact]
    public void Recording_follows_the_innermost_mode()
    {
        using var scope = NewDisposeScope();
        var x = ones(1, requires_grad: true);

        Assert.True(is_grad_enabled());
        using (no_grad())
        {
            Assert.False((x * 2).requires_grad);
            using (enable_grad())
            {
                Assert.True((x * 2).requires_grad);
            }
            Assert.False(is_grad_enabled());
        }
        using (set_grad_enabled(false))
        {
            Assert.False(is_grad_enabled());
        }
        using (inference_mode())
        {
            Assert.True(is_inference_mode_enabled());
            Assert.False((x * 2).requires_grad);
        }
        Assert.False(is_inference_mode_enabled());
        Assert.True(is_grad_enabled());
    }

    [Fact]
    public void Detached_tensors_have_no_history()
    {
        using var scope = NewDisposeScope();
        var y = ones(1, requires_grad: true) * 2;

        Assert.False(y.is_leaf);
        Assert.False(y.detach().requires_grad);
        Assert.True(y.detach_().is_leaf);
    }

    [Fact]
    public void Retain_grad_keeps_the_gradient_between()
    {
        using var scope = NewDisposeScope();
        var y = tensor(3.0, requires_grad: true) * 2;
        y.retain_grad();
        y.square().backward();

        Assert.Equal(12, y.grad!.item<double>());
    }

    [Fact]
    public void Errors_carry_libtorchs_message()
    {
        using var scope = NewDisposeScope();
        var x = ones(2, 2, requires_grad: true);

        AssertFails("grad can be implicitly created only for scalar outputs", () => x.backward());
        AssertFails("does not require grad", () => ones(1).backward());
        AssertFails("leaf Variable that requires grad is being used in an in-place operation", () => x.add_(1));
        AssertFails("complex dtype can require gradients", () => ones(1, dtype: int64).requires_grad_());
        AssertFails("mat1 and mat2 shapes cannot be multiplied (2x2 and 3x1)", () => x.mm(ones(3, 1)));
        AssertFails("shape '[3]' is invalid for input of size 4", () => x.view(3));
        AssertFails("Dimension out of range", () => x.select(5, 0));
        AssertFails("index 7 is out of bounds", () => x.index(7));
    }

    private static void AssertFails(string message, Action action) =>
        Assert.Contains(message, Assert.Throws<ExternalException>(action).Message);
}
