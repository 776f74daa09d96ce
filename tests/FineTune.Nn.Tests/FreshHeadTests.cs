using FineTune.Testing;
using static TorchSharp.torch;

namespace FineTune.Nn.Tests;

public sealed class FreshHeadTests
{
    private const double Range = 0.02;

    [Theory, Seeds(5)]
    public void Weights_follow_the_initializer_range_and_biases_are_zero(int seed)
    {
        using var parameters = Build(seed);
        var weights = TensorAssert.Values(parameters.Find("pooler.dense.weight")!.Value);
        var mean = weights.Average();
        var deviation = Math.Sqrt(weights.Average(w => (w - mean) * (w - mean)));

        TensorAssert.Close("mean", 0, mean / Range, Tolerance.Sampling);
        TensorAssert.Close("standard deviation", 1, deviation / Range, Tolerance.Sampling);
        Assert.All(TensorAssert.Values(parameters.Find("pooler.dense.bias")!.Value), b => Assert.Equal(0, b));
        Assert.All(TensorAssert.Values(parameters.Find("pooler.LayerNorm.weight")!.Value), w => Assert.Equal(1, w));
        Assert.All(TensorAssert.Values(parameters.Find("pooler.LayerNorm.bias")!.Value), b => Assert.Equal(0, b));
    }

    [Fact]
    public void They_train_in_float32_and_are_reported_by_the_head()
    {
        using var parameters = Build(seed: 1, ScalarType.BFloat16);
        Assert.All(parameters.All, p => Assert.True(p.Trainable));
        Assert.All(parameters.All, p => Assert.Equal(ScalarType.Float32, p.Value.dtype));
        Assert.Equal(["pooler"], parameters.FreshModules);
        Assert.All(parameters.All, p => Assert.Null(p.Original));
    }

    [Fact]
    public void A_seed_fixes_them()
    {
        using var first = Build(seed: 1);
        using var again = Build(seed: 1);
        using var other = Build(seed: 2);
        Assert.Equal(Weights(first), Weights(again));
        Assert.NotEqual(Weights(first), Weights(other));

        static double[] Weights(ParameterSet parameters) =>
            TensorAssert.Values(parameters.Find("pooler.dense.weight")!.Value);
    }

    [Fact]
    public void A_head_that_the_checkpoint_has_is_read_and_frozen()
    {
        using var scope = NewDisposeScope();
        var build = new MemoryWeights(new Dictionary<string, Tensor>
        {
            ["classifier.weight"] = ones(2, 4),
            ["classifier.bias"] = ones(2),
        }).Build();
        build.Root.Head("classifier", Initializer.Normal(Range)).LinearHere(4, 2);
        build.Finish(_ => false);
        using var parameters = build.Parameters;
        Assert.Empty(parameters.FreshModules);
        Assert.Empty(parameters.Trainable);
        Assert.All(TensorAssert.Values(parameters.Find("classifier.weight")!.Value), w => Assert.Equal(1, w));
    }

    private static ParameterSet Build(int seed, ScalarType dtype = ScalarType.Float32)
    {
        var build = MemoryWeights.Empty.Build(dtype: dtype, seed: seed);
        var head = build.Root.Head("pooler", Initializer.Normal(Range));
        head.Linear("dense", 64, 64);
        head.LayerNorm("LayerNorm", 64, 1e-5);
        build.Finish(_ => false);
        return build.Parameters;
    }
}
