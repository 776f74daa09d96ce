using FineTune.Testing;
using static TorchSharp.torch;

namespace FineTune.Nn.Tests;

/// <summary>Frozen weights in bfloat16, trained ones in float32: hidden states stay bfloat16.</summary>
public sealed class MixedPrecisionTests
{
    [Fact]
    public void A_frozen_layer_is_stored_and_computes_in_bfloat16()
    {
        using var scope = NewDisposeScope();
        var (layers, parameters) = Build(AdapterDecorator.None);
        using var owned = parameters;
        Assert.All(parameters.All, p => Assert.Equal(ScalarType.BFloat16, p.Value.dtype));
        Assert.Equal(ScalarType.BFloat16, Run(layers).dtype);
    }

    [Fact]
    public void Layers_trained_whole_hold_float32_take_bfloat16_and_receive_gradients()
    {
        using var scope = NewDisposeScope();
        var (layers, parameters) = Build(new TrainsEverything());
        using var owned = parameters;
        Assert.All(parameters.All, p => Assert.Equal(ScalarType.Float32, p.Value.dtype));

        var output = Run(layers);
        Assert.Equal(ScalarType.BFloat16, output.dtype);
        output.to(float32).pow(2).sum().backward();

        foreach (var parameter in parameters.All)
        {
            Assert.Equal(ScalarType.Float32, parameter.Value.grad!.dtype);
            Assert.Contains(TensorAssert.Values(parameter.Value.grad!), g => g != 0);
        }
    }

    [Fact]
    public void The_result_is_that_of_float32_but_for_rounding()
    {
        using var scope = NewDisposeScope();
        var (half, halfParameters) = Build(AdapterDecorator.None);
        var (single, singleParameters) = Build(AdapterDecorator.None, ScalarType.Float32);
        using var first = halfParameters;
        using var second = singleParameters;
        TensorAssert.Close("output", Run(single), Run(half).to(float32), Tolerance.BFloat16);
    }

    private static Tensor Run((IEmbedding Words, LayerNorm Norm, ILinear Dense) layers) =>
        layers.Dense.Forward(layers.Norm.Forward(layers.Words.Forward(tensor([0L, 3, 1, 3]))));

    private static ((IEmbedding Words, LayerNorm Norm, ILinear Dense) Layers, ParameterSet Parameters) Build(
        AdapterDecorator adapter, ScalarType dtype = ScalarType.BFloat16)
    {
        using var random = new Generator(7);
        var build = new MemoryWeights(new Dictionary<string, Tensor>
        {
            ["words.weight"] = randn([5, 8], generator: random),
            ["norm.weight"] = randn([8], generator: random),
            ["norm.bias"] = randn([8], generator: random),
            ["dense.weight"] = randn([3, 8], generator: random).mul_(0.1),
            ["dense.bias"] = randn([3], generator: random),
        }).Build(adapter, dtype);
        var layers = (
            build.Root.Embedding("words", 5, 8),
            build.Root.LayerNorm("norm", 8, 1e-5),
            build.Root.Linear("dense", 8, 3));
        build.Finish(_ => false);
        return (layers, build.Parameters);
    }
}
