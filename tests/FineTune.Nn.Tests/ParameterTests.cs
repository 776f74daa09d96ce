using FineTune.Testing;
using static TorchSharp.torch;

namespace FineTune.Nn.Tests;

public sealed class ParameterTests
{
    [Fact]
    public void A_moved_parameter_computes_from_its_new_storage()
    {
        using var scope = NewDisposeScope();
        using var parameter = new Parameter("w", zeros(2), ParameterKind.Adapter, trainable: true);
        var buffer = arange(4, dtype: float32);

        parameter.Rebind(buffer.narrow(0, 1, 2).detach());
        buffer.fill_(5);

        Assert.Equal([5, 5], TensorAssert.Values(parameter.Value));
        Assert.True(parameter.Value.requires_grad);
    }

    [Fact]
    public void A_parameter_outlives_the_scope_that_it_was_made_in()
    {
        Parameter parameter;
        using (NewDisposeScope())
        {
            parameter = new Parameter("w", ones(2), ParameterKind.Base, trainable: false);
        }
        using (parameter)
        {
            Assert.Equal([1, 1], TensorAssert.Values(parameter.Value));
            Assert.False(parameter.Value.requires_grad);
        }
    }

    [Fact]
    public void A_set_counts_what_trains_and_what_there_is()
    {
        using var scope = NewDisposeScope();
        using var set = new ParameterSet();
        set.Add(new Parameter("frozen", ones(2, 3).to(ScalarType.BFloat16), ParameterKind.Base, trainable: false));
        set.Add(new Parameter("adapter", ones(4), ParameterKind.Adapter, trainable: true));

        Assert.Equal(4, set.TrainableCount);
        Assert.Equal(10, set.TotalCount);
        Assert.Equal(6 * 2 + 4 * 4, set.Bytes);
        Assert.Equal("frozen", Assert.Single(set.Base).Name);
        Assert.Null(set.Find("other"));
    }
}
