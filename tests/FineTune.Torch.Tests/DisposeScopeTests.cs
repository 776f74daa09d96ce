using static TorchSharp.torch;

namespace FineTune.Torch.Tests;

public sealed class DisposeScopeTests
{
    [Fact]
    public void A_scope_disposes_what_was_created_in_it()
    {
        Tensor tensor;
        using (NewDisposeScope())
        {
            tensor = ones(2);
            Assert.False(tensor.IsInvalid);
        }
        Assert.True(tensor.IsInvalid);
        Assert.Throws<InvalidOperationException>(() => tensor.Handle);
    }

    [Fact]
    public void A_tensor_moved_to_the_outer_scope_lives_as_long_as_that()
    {
        Tensor tensor;
        using (var outer = NewDisposeScope())
        {
            using (NewDisposeScope())
            {
                tensor = ones(2).MoveToOuterDisposeScope();
            }
            Assert.False(tensor.IsInvalid);
            Assert.True(outer.Contains(tensor));
        }
        Assert.True(tensor.IsInvalid);
    }

    [Fact]
    public void A_detached_tensor_outlives_every_scope()
    {
        Tensor tensor;
        using (NewDisposeScope())
        {
            tensor = ones(2).DetachFromDisposeScope();
        }
        Assert.False(tensor.IsInvalid);
        tensor.Dispose();
    }

    [Fact]
    public void Attach_takes_a_tensor_from_the_scope_that_had_it()
    {
        using var outer = NewDisposeScope();
        var tensor = ones(2);
        using (var inner = NewDisposeScope())
        {
            inner.Attach(tensor);
            Assert.True(inner.Contains(tensor));
            Assert.False(outer.Contains(tensor));
        }
        Assert.True(tensor.IsInvalid);
    }

    [Fact]
    public void MoveToOtherDisposeScope_follows_another_tensor()
    {
        using var outer = NewDisposeScope();
        var anchor = ones(2);
        using (NewDisposeScope())
        {
            var tensor = ones(2).MoveToOtherDisposeScope(anchor);
            Assert.True(outer.Contains(tensor));
        }
    }

    [Fact]
    public void DisposeEverythingBut_keeps_what_it_is_given()
    {
        using var scope = NewDisposeScope();
        var kept = ones(2);
        var others = new[] { ones(2), ones(2), ones(2) };

        Assert.Same(kept, scope.DisposeEverythingBut(kept));

        Assert.False(kept.IsInvalid);
        Assert.All(others, other => Assert.True(other.IsInvalid));
        Assert.Equal([kept], scope.DisposablesView);
    }

    [Fact]
    public void A_tensor_disposed_by_hand_leaves_its_scope()
    {
        using var scope = NewDisposeScope();
        var first = ones(2);
        var second = ones(2);
        first.Dispose();
        first.Dispose();

        Assert.Equal(1, scope.DisposablesCount);
        Assert.True(scope.Contains(second));
    }

    [Fact]
    public void An_outer_scope_disposed_first_leaves_the_inner_one_current()
    {
        var outer = NewDisposeScope();
        var inner = NewDisposeScope();
        outer.Dispose();

        Assert.Same(inner, CurrentDisposeScope);
        inner.Dispose();
        Assert.NotSame(outer, CurrentDisposeScope);
    }

    [Fact]
    public void A_disposed_scope_refuses_to_be_used()
    {
        var scope = NewDisposeScope();
        scope.Dispose();

        Assert.Throws<ObjectDisposedException>(() => scope.DisposablesCount);
        Assert.Throws<ObjectDisposedException>(() => scope.DisposeEverything());
    }

    [Fact]
    public void A_scope_owns_tensors_only()
    {
        using var scope = NewDisposeScope();
        using var stream = new MemoryStream();

        Assert.Throws<InvalidOperationException>(() => scope.Attach(stream));
    }

    [Fact]
    public void An_expression_of_its_own_scope_leaves_only_its_result()
    {
        using var scope = NewDisposeScope();
        Tensor? between = null;
        var result = WrappedTensorDisposeScope(() => (between = ones(2) + 1) * 2);

        Assert.True(between!.IsInvalid);
        Assert.Equal([result], scope.DisposablesView);
    }

    [Fact]
    public void Several_tensors_move_and_detach_at_once()
    {
        using var outer = NewDisposeScope();
        var inner = NewDisposeScope();
        var (a, b, c) = (ones(1), ones(1), ones(1));
        _ = inner.MoveToOuter(a, b);
        _ = inner.Detach(c);
        inner.Dispose();

        Assert.True(outer.Contains(a) && outer.Contains(b));
        Assert.False(c.IsInvalid);
        c.Dispose();
    }

    [Fact]
    public void Scopes_belong_to_their_thread()
    {
        using var scope = NewDisposeScope();
        Tensor? other = null;
        var thread = new Thread(() => other = ones(2));
        thread.Start();
        thread.Join();

        Assert.False(scope.Contains(other!));
        other!.Dispose();
    }
}
