using FineTune.Testing;
using static TorchSharp.torch;

namespace FineTune.Nn.Tests;

public sealed class DropoutTests
{
    [Fact]
    public void Outside_training_the_input_comes_back_untouched()
    {
        using var scope = NewDisposeScope();
        var dropout = new Dropout(0.5, new RunMode());
        var input = ones(4, 4);
        Assert.Same(input, dropout.Forward(input));
        Assert.Equal(0, dropout.Active);
    }

    [Fact]
    public void In_training_its_share_is_zeroed_and_the_rest_scaled_up()
    {
        using var scope = NewDisposeScope();
        var dropout = new Dropout(0.25, new RunMode { Training = true });
        var output = TensorAssert.Values(dropout.Forward(ones(10_000)));
        Assert.Equal(0.25, dropout.Active);
        TensorAssert.Close("share zeroed", 0.25, output.Count(v => v == 0) / 10_000.0, Tolerance.Sampling);
        Assert.All(output.Where(v => v != 0), v => TensorAssert.Close("kept", 1 / 0.75, v, Tolerance.Op));
    }

    [Fact]
    public void A_probability_of_zero_costs_nothing_in_training_either()
    {
        using var scope = NewDisposeScope();
        var input = ones(4);
        Assert.Same(input, new Dropout(0, new RunMode { Training = true }).Forward(input));
    }

    [Fact]
    public void A_model_has_one_switch()
    {
        var build = MemoryWeights.Empty.Build();
        var (first, second) = (build.Root.Dropout(0.1), build.Root.Sub("deep").Dropout(0.2));
        build.Mode.Training = true;
        Assert.Equal((0.1, 0.2), (first.Active, second.Active));
        build.Mode.Training = false;
        Assert.Equal((0, 0), (first.Active, second.Active));
    }
}
