using FineTune.Nn;
using FineTune.Testing;
using static TorchSharp.torch;

namespace FineTune.Training.Tests;

public sealed class OptimizerTests : IDisposable
{
    private static readonly AdamWSettings Settings = new(Beta1: 0.8, Beta2: 0.95, Epsilon: 1e-6, WeightDecay: 0.1);

    private readonly TorchSharp.DisposeScope _scope = NewDisposeScope();

    [Theory, Seeds(5)]
    public void AdamW_takes_the_steps_of_the_paper(int seed)
    {
        using var random = new Generator((ulong)seed);
        string[] names = ["a.weight", "a.bias", "a.LayerNorm.weight", "a.lora_A.weight"];
        using var parameters = new ParameterSet();
        foreach (var name in names)
        {
            parameters.Add(Trainable(name, randn([3, 2], generator: random)));
        }
        using var flat = new FlatParameters(parameters.All);
        using var optimizer = new AdamW(flat, Settings);
        ByHand[] reference =
        [
            .. from parameter in flat.Parameters
               from value in TensorAssert.Values(parameter.Value)
               select new ByHand(value, decays: parameter.Name is "a.weight" or "a.lora_A.weight"),
        ];

        for (var step = 0; step < 7; step++)
        {
            var rate = 0.01 / (step + 1);
            flat.Gradients.copy_(randn(flat.Gradients.shape, generator: random));
            var gradients = TensorAssert.Values(flat.Gradients);
            optimizer.Step(step, rate);
            for (var i = 0; i < reference.Length; i++)
            {
                reference[i].Step(gradients[i], rate, step + 1);
            }
            Check($"values after step {step + 1}", r => r.Value, flat.Values);
        }
        Check("first moment", r => r.First, optimizer.FirstMoment);
        Check("second moment", r => r.Second, optimizer.SecondMoment);

        void Check(string name, Func<ByHand, double> expected, Tensor actual) => TensorAssert.AllClose(
            name, [.. reference.Select(expected)], TensorAssert.Values(actual), Tolerance.SameResult);
    }

    [Theory]
    [InlineData("bert.encoder.layer.0.attention.self.query.weight", true)]
    [InlineData("bert.encoder.layer.0.attention.self.query.lora_A.weight", true)]
    [InlineData("bert.embeddings.word_embeddings.weight", true)]
    [InlineData("classifier.weight", true)]
    [InlineData("classifier.bias", false)]
    [InlineData("bert.embeddings.LayerNorm.weight", false)]
    [InlineData("model.layers.0.input_layernorm.weight", false)]
    [InlineData("model.norm.weight", false)]
    [InlineData("model.layers.0.self_attn.q_norm.weight", false)]
    [InlineData("model.normal.weight", true)]
    public void Weight_decay_spares_biases_and_norms(string name, bool decays)
    {
        using var parameter = Trainable(name, ones(2));
        using var flat = new FlatParameters([parameter]);
        using var optimizer = new AdamW(flat, Settings);

        optimizer.Step(step: 0, learningRate: 0.5);                            // no gradient: decay alone

        Assert.Equal([new FlatSegment(0, 2, 1, decays)], flat.Segments);
        TensorAssert.Close("value", decays ? 0.95 : 1, TensorAssert.Values(parameter.Value)[0], Tolerance.Op);
    }

    [Fact]
    public void LoRA_plus_gives_each_kind_of_factor_its_own_rate()
    {
        var config = new TrainingConfig { LearningRate = 1e-3, LoraplusLrRatio = 16, LoraplusLrEmbedding = 1e-5 };
        (string Name, Tensor Value, double Rate)[] kinds =
        [
            ("q.lora_A.weight", ones(2, 3), 1e-3), ("q.lora_B.weight", ones(3, 2), 16e-3),
            ("q.lora_magnitude_vector", ones(3), 16e-3), ("classifier.bias", ones(2), 16e-3),
            ("classifier.weight", ones(2, 3), 1e-3), ("embed.lora_embedding_B", ones(3, 2), 1e-5),
        ];
        var parameters = kinds.Select(k => Trainable(k.Name, k.Value)).ToList();
        using var flat = new FlatParameters(parameters, p => LoraPlusRule.RateOf(p, config));
        using var optimizer = new AdamW(flat, Settings with { WeightDecay = 0 });
        flat.Gradients.fill_(5);

        optimizer.Step(step: 0, config.LearningRate);                          // Adam's first step is as long as its rate

        foreach (var (parameter, kind) in parameters.Zip(kinds))
        {
            Assert.All(TensorAssert.Values(parameter.Value), v => Assert.Equal(1 - kind.Rate, v, tolerance: 1e-6));
        }
        Assert.Equal(flat.Values.numel(), flat.Segments.Sum(s => s.Count));
        Assert.All(parameters, p => Assert.Equal(1, LoraPlusRule.RateOf(p, config with { LoraplusLrRatio = null })));
    }

    [Fact]
    public void Weight_decay_spares_a_norm_of_any_name()
    {
        using var parameter = new Parameter("ln_f.weight", ones(2), ParameterKind.Base, trainable: true)
        {
            InNorm = true,
        };
        using var flat = new FlatParameters([parameter]);
        Assert.False(Assert.Single(flat.Segments).Decays);
    }

    [Fact]
    public void Flat_parameters_keep_their_values_and_share_one_buffer()
    {
        using var first = Trainable("first", tensor(new[] { 1f, 2 }));
        using var second = Trainable("second.bias", tensor(new[] { 3f }));
        using var third = Trainable("third", tensor(new[] { 4f, 5, 6, 7 }, [2, 2]));
        using var flat = new FlatParameters([first, second, third]);

        Assert.Equal([1, 2, 4, 5, 6, 7, 3], TensorAssert.Values(flat.Values));
        using (no_grad())
        {
            flat.Values.mul_(10);
        }
        Assert.Equal([2, 2], third.Value.shape);
        Assert.Equal([40, 50, 60, 70], TensorAssert.Values(third.Value));
    }

    [Fact]
    public void Gradients_of_several_backward_passes_add_up_in_the_flat_buffer()
    {
        using var parameter = Trainable("w", ones(3));
        using var flat = new FlatParameters([parameter]);
        for (var pass = 1; pass <= 3; pass++)
        {
            (parameter.Value * pass).sum().backward();
            flat.CollectGradients();
        }
        Assert.Equal([6, 6, 6], TensorAssert.Values(flat.Gradients));
        flat.ZeroGradients();
        parameter.Value.sum().backward();
        Assert.Equal([1, 1, 1], TensorAssert.Values(flat.Gradients));
    }

    public void Dispose() => _scope.Dispose();

    private static Parameter Trainable(string name, Tensor value) =>
        new(name, value, ParameterKind.Base, trainable: true);

    /// <summary>arXiv:1711.05101, algorithm 2, for one number.</summary>
    private sealed class ByHand(double value, bool decays)
    {
        public double Value { get; private set; } = value;

        public double First { get; private set; }

        public double Second { get; private set; }

        public void Step(double gradient, double rate, int step)
        {
            Value -= decays ? rate * Settings.WeightDecay * Value : 0;
            First = (Settings.Beta1 * First) + ((1 - Settings.Beta1) * gradient);
            Second = (Settings.Beta2 * Second) + ((1 - Settings.Beta2) * gradient * gradient);
            var mean = First / (1 - Math.Pow(Settings.Beta1, step));
            var square = Second / (1 - Math.Pow(Settings.Beta2, step));
            Value -= rate * mean / (Math.Sqrt(square) + Settings.Epsilon);
        }
    }
}
