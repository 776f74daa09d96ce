using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.autograd;

namespace FineTune.Torch.Tests;

public sealed class CustomFunctionTests
{
    [Fact]
    public void A_custom_gradient_is_used()
    {
        using var scope = NewDisposeScope();
        var x = tensor(new[] { 1.0, 2.0 }, requires_grad: true);

        var y = Cube.apply(x, 10.0);
        Expect.Values([10, 80], y);
        Assert.True(y.requires_grad);
        y.sum().backward();

        Expect.Values([30, 120], x.grad!);
    }

    [Fact]
    public void Gradients_flow_through_the_operations_around_it()
    {
        using var scope = NewDisposeScope();
        var x = tensor(new[] { 1.0, 2.0 }, requires_grad: true);

        (Cube.apply(x * 2, 1.0) * 3).sum().backward();

        Expect.Values([3 * 3 * 4 * 2, 3 * 3 * 16 * 2], x.grad!);
    }

    [Fact]
    public void Nothing_is_recorded_without_gradients()
    {
        using var scope = NewDisposeScope();

        Assert.False(Cube.apply(Expect.Vector(2), 1.0).requires_grad);
        using (no_grad())
        {
            Assert.False(Cube.apply(tensor(new[] { 2.0 }, requires_grad: true), 1.0).requires_grad);
        }
    }

    [Fact]
    public void Several_results_have_gradients_of_their_own()
    {
        using var scope = NewDisposeScope();
        var a = tensor(new[] { 1.0, 2.0 }, requires_grad: true);
        var b = tensor(new[] { 3.0, 4.0 }, requires_grad: true);

        var results = SumAndProduct.apply(a, null!, b);
        (results[0] * 10 + results[1]).sum().backward();

        Expect.Values([13, 14], a.grad!);
        Expect.Values([11, 12], b.grad!);
    }

    [Fact]
    public void A_result_nobody_used_gets_a_gradient_of_zeros()
    {
        using var scope = NewDisposeScope();
        var a = tensor(new[] { 1.0, 2.0 }, requires_grad: true);
        var b = tensor(new[] { 3.0, 4.0 }, requires_grad: true);

        SumAndProduct.apply(a, null!, b)[1].sum().backward();

        Expect.Values([3, 4], a.grad!);
        Expect.Values([1, 2], b.grad!);
    }

    [Fact]
    public void An_exception_in_forward_arrives_as_itself()
    {
        using var scope = NewDisposeScope();

        var thrown = Assert.Throws<InvalidDataException>(() => Faulty.apply(ones(2), "forward"));
        Assert.Equal("forward broke", thrown.Message);
    }

    [Fact]
    public void An_exception_in_backward_arrives_as_itself_at_the_caller_of_backward()
    {
        using var scope = NewDisposeScope();
        var y = Faulty.apply(ones(2, requires_grad: true), "backward");

        var thrown = Assert.Throws<InvalidDataException>(() => y.sum().backward());
        Assert.Equal("backward broke", thrown.Message);
        ones(2).add_(1);
    }

    [Fact]
    public void A_wrong_number_of_gradients_is_an_error_that_names_the_function()
    {
        using var scope = NewDisposeScope();
        var y = Faulty.apply(ones(2, requires_grad: true), "count");

        var thrown = Assert.Throws<InvalidOperationException>(() => y.sum().backward());
        Assert.Contains("Faulty returned 1 gradients for 2 arguments", thrown.Message);
    }

    [Fact]
    public void A_saved_tensor_changed_in_place_is_an_error()
    {
        using var scope = NewDisposeScope();
        var x = tensor(new[] { 1.0, 2.0 }, requires_grad: true);
        var inner = x * 1;
        var y = Cube.apply(inner, 1.0);
        inner.mul_(2);

        var thrown = Assert.Throws<ExternalException>(() => y.sum().backward());
        Assert.Contains("modified by an inplace operation", thrown.Message);
    }

    [Fact]
    public void A_second_backward_needs_the_graph_to_be_retained()
    {
        using var scope = NewDisposeScope();
        var x = tensor(new[] { 2.0 }, requires_grad: true);
        var kept = Cube.apply(x, 1.0).sum();
        kept.backward(retain_graph: true);
        kept.backward();

        Expect.Values([24], x.grad!);
        Assert.Throws<ExternalException>(() => kept.backward());
    }

    [Fact]
    public void What_backward_creates_is_released_when_it_returns()
    {
        using var scope = NewDisposeScope();
        var x = tensor(new[] { 2.0 }, requires_grad: true);
        var y = Cube.apply(x, 1.0).sum();
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        y.backward();

        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    [Fact]
    public void The_call_lives_no_longer_than_its_graph()
    {
        var (call, data) = ApplyAndDrop();
        for (var i = 0; i < 10 && (call.IsAlive || data.IsAlive); i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }
        Assert.False(call.IsAlive);
        Assert.False(data.IsAlive);
    }

    // In a method of its own, so that no register keeps the objects alive.
    private static (WeakReference Argument, WeakReference Data) ApplyAndDrop()
    {
        using var scope = NewDisposeScope();
        var factor = new Factor(2);
        var x = tensor(new[] { 2.0 }, requires_grad: true);
        Scale.apply(x, factor).sum().backward();
        Expect.Values([2], x.grad!);
        return (new WeakReference(factor), new WeakReference(x));
    }

    private sealed record Factor(double Value);

    private sealed class Scale : SingleTensorFunction<Scale>
    {
        public override string Name => nameof(Scale);

        public override Tensor forward(AutogradContext ctx, params object[] vars)
        {
            ctx.save_data("factor", vars[1]);
            return (Tensor)vars[0] * ((Factor)vars[1]).Value;
        }

        public override List<Tensor> backward(AutogradContext ctx, Tensor grad_output) =>
            [grad_output * ((Factor)ctx.get_data("factor")!).Value, null!];
    }

    /// <summary>factor * x^3, with factor no tensor.</summary>
    private sealed class Cube : SingleTensorFunction<Cube>
    {
        public override string Name => nameof(Cube);

        public override Tensor forward(AutogradContext ctx, params object[] vars)
        {
            var x = (Tensor)vars[0];
            ctx.save_for_backward([x]);
            ctx.save_data("factor", vars[1]);
            return x.pow(3) * (double)vars[1];
        }

        public override List<Tensor> backward(AutogradContext ctx, Tensor grad_output)
        {
            var x = ctx.get_saved_variables()[0];
            return [grad_output * x * x * 3 * (double)ctx.get_data("factor")!, null!];
        }
    }

    /// <summary>(a + b, a * b), with a null between the two.</summary>
    private sealed class SumAndProduct : MultiTensorFunction<SumAndProduct>
    {
        public override string Name => nameof(SumAndProduct);

        public override List<Tensor> forward(AutogradContext ctx, params object[] vars)
        {
            var (a, b) = ((Tensor)vars[0], (Tensor)vars[2]);
            ctx.save_for_backward([a, b]);
            return [a + b, a * b];
        }

        public override List<Tensor> backward(AutogradContext ctx, List<Tensor> grad_outputs)
        {
            var saved = ctx.get_saved_variables();
            return
            [
                grad_outputs[0] + grad_outputs[1] * saved[1],
                null!,
                grad_outputs[0] + grad_outputs[1] * saved[0],
            ];
        }
    }

    /// <summary>The identity, which breaks where it is told to.</summary>
    private sealed class Faulty : SingleTensorFunction<Faulty>
    {
        public override string Name => nameof(Faulty);

        public override Tensor forward(AutogradContext ctx, params object[] vars)
        {
            ctx.save_data("where", vars[1]);
            return (string)vars[1] == "forward"
                ? throw new InvalidDataException("forward broke")
                : ((Tensor)vars[0]).clone();
        }

        public override List<Tensor> backward(AutogradContext ctx, Tensor grad_output) =>
            (string)ctx.get_data("where")! == "backward"
                ? throw new InvalidDataException("backward broke")
                : [grad_output];
    }
}
