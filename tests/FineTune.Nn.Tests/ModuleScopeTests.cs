using static TorchSharp.torch;

namespace FineTune.Nn.Tests;

public sealed class ModuleScopeTests
{
    [Fact]
    public void Paths_are_the_names_of_the_modules_joined_by_dots()
    {
        var root = MemoryWeights.Empty.Build().Root;
        Assert.Equal("", root.Path);
        Assert.Equal("bert.layer.3.query", root.Sub("bert").Sub("layer").Sub(3).Sub("query").Path);
        Assert.Equal("classifier", root.Head("classifier", Initializer.Zeros).Path);
    }

    [Fact]
    public void Parameters_are_named_as_in_the_checkpoint()
    {
        using var scope = NewDisposeScope();
        var build = new MemoryWeights(new Dictionary<string, Tensor>
        {
            ["a.dense.weight"] = ones(3, 2),
            ["a.dense.bias"] = ones(3),
            ["a.plain.weight"] = ones(2, 3),
            ["a.LayerNorm.weight"] = ones(2),
            ["a.LayerNorm.bias"] = ones(2),
            ["words.weight"] = ones(5, 2),
        }).Build();

        var linear = build.Root.Sub("a").Linear("dense", 2, 3);
        build.Root.Sub("a").Linear("plain", 3, 2, bias: false);
        build.Root.Sub("a").LayerNorm("LayerNorm", 2, 1e-5);
        build.Root.Embedding("words", 5, 2);
        build.Finish(_ => false);

        using var parameters = build.Parameters;
        Assert.Equal("a.dense", linear.Path);
        Assert.Equal((2, 3), (linear.InFeatures, linear.OutFeatures));
        Assert.Equal(
            [
                "a.dense.weight", "a.dense.bias", "a.plain.weight", "a.LayerNorm.weight", "a.LayerNorm.bias",
                "words.weight",
            ],
            parameters.All.Select(p => p.Name));
        Assert.Empty(parameters.Trainable);
        Assert.Equal(
            ["a.LayerNorm.weight", "a.LayerNorm.bias"], parameters.All.Where(p => p.InNorm).Select(p => p.Name));
    }

    [Fact]
    public void A_module_built_twice_is_an_error()
    {
        using var scope = NewDisposeScope();
        var build = new MemoryWeights(new Dictionary<string, Tensor> { ["words.weight"] = ones(5, 2) }).Build();
        build.Root.Embedding("words", 5, 2);
        var error = Assert.Throws<ArgumentException>(() => build.Root.Embedding("words", 5, 2));
        Assert.Contains("'words.weight' is built twice", error.Message);
    }

    [Fact]
    public void The_decorator_sees_every_linear_layer_but_fresh_and_whole_ones_and_hears_of_all()
    {
        using var scope = NewDisposeScope();
        var recorder = new Recorder();
        var build = new MemoryWeights(new Dictionary<string, Tensor>
        {
            ["query.weight"] = ones(2, 2),
            ["whole.weight"] = ones(2, 2),
        }).Build(recorder);

        build.Root.Linear("query", 2, 2, bias: false);
        build.Root.Linear("whole", 2, 2, bias: false);
        build.Root.Head("head", Initializer.Ones).LinearHere(2, 2);
        build.Finish(_ => false);

        using var parameters = build.Parameters;
        Assert.Equal(["query"], recorder.Decorated);
        Assert.Equal(["query", "whole", "head"], recorder.All);
        Assert.Equal(["whole.weight", "head.weight", "head.bias"], parameters.Trainable.Select(p => p.Name));
    }

    [Fact]
    public void A_module_trained_whole_keeps_its_first_value_and_goes_back_to_it_on_request()
    {
        using var scope = NewDisposeScope();
        var build = new MemoryWeights(new Dictionary<string, Tensor> { ["whole.weight"] = ones(2, 2) })
            .Build(new Recorder());
        build.Root.Linear("whole", 2, 2, bias: false);
        using var parameters = build.Parameters;
        var weight = parameters.All[0];
        using (no_grad())
        {
            weight.Value.fill_(3);
        }

        using (parameters.WithOriginals())
        {
            Assert.Equal(1, weight.Value[0, 0].item<float>());
        }
        Assert.Equal(3, weight.Value[0, 0].item<float>());
    }

    private sealed class Recorder : AdapterDecorator
    {
        public List<string> Decorated { get; } = [];

        public IReadOnlyList<string> All { get; private set; } = [];

        public override bool TrainsWhole(string modulePath) => modulePath == "whole";

        public override ILinear OnLinear(Linear inner, ModuleScope scope)
        {
            Decorated.Add(inner.Path);
            return inner;
        }

        public override void Built(IReadOnlyList<string> linears) => All = linears;
    }
}
