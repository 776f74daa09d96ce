using FineTune.Formats;
using FineTune.Nn;
using FineTune.Testing;
using static TorchSharp.torch;

namespace FineTune.Models.Tests;

/// <summary>What holds for every architecture; a new line in the registry gets all of it.</summary>
public sealed class RegistryBatteryTests
{
    public static TheoryData<string> ModelTypes => [.. ModelRegistry.All.Select(e => e.ModelType)];

    [Fact]
    public void Every_model_type_is_registered_once() =>
        Assert.Distinct(ModelRegistry.All.Select(e => e.ModelType));

    [Theory]
    [MemberData(nameof(ModelTypes))]
    public void Names_and_shapes_are_those_of_the_checkpoint(string modelType)
    {
        using var scope = NewDisposeScope();
        var tiny = TinyCheckpoint.Of(modelType);
        using var loaded = Classifiers.Load(tiny.Config(), tiny.Weights());

        Assert.Equal(
            tiny.Weights().Select(w => $"{w.Key} [{string.Join(", ", w.Value.shape)}]").Order(StringComparer.Ordinal),
            loaded.Parameters.All.Select(p => $"{p.Name} [{string.Join(", ", p.Value.shape)}]")
                .Order(StringComparer.Ordinal));
        Assert.Empty(loaded.Parameters.Trainable);
    }

    [Theory]
    [MemberData(nameof(ModelTypes))]
    public void Shapes_follow_every_size_in_the_config(string modelType)
    {
        using var scope = NewDisposeScope();
        var tiny = TinyCheckpoint.Of(modelType);
        foreach (var key in tiny.Sizes)
        {
            var config = tiny.Config();
            config[key] = 2 * config[key]!.GetValue<int>();
            Assert.Throws<WeightsException>(() => Classifiers.Load(config, tiny.Weights()));
        }
    }

    [Theory]
    [MemberData(nameof(ModelTypes))]
    public void Every_size_must_be_positive_and_all_that_are_not_are_named(string modelType)
    {
        using var scope = NewDisposeScope();
        var tiny = TinyCheckpoint.Of(modelType);
        var config = tiny.Config();
        foreach (var key in tiny.Sizes)
        {
            config[key] = 0;
        }
        var error = Assert.Throws<CheckpointException>(() => Classifiers.Load(config, tiny.Weights()));
        Assert.All(tiny.Sizes, key => Assert.Contains(error.Problems, p => p.Contains($"'{key}' must be at least 1")));
    }

    [Theory]
    [MemberData(nameof(ModelTypes))]
    public void A_sequence_scores_alone_as_it_does_in_any_batch(string modelType)
    {
        using var scope = NewDisposeScope();
        using var loaded = Load(modelType);
        for (var seed = 1; seed <= 5; seed++)
        {
            var rows = TokenRows.Ragged(seed, count: 7);
            var together = loaded.Logits(rows, rows.All);
            foreach (var row in rows.All)
            {
                TensorAssert.Close(
                    $"seed {seed}, row {row}",
                    loaded.Logits(rows, row),
                    together.narrow(0, row, 1),
                    Tolerance.SameResult);
            }
        }
    }

    [Theory]
    [MemberData(nameof(ModelTypes))]
    public void The_order_of_sequences_does_not_change_their_logits(string modelType)
    {
        using var scope = NewDisposeScope();
        using var loaded = Load(modelType);
        for (var seed = 1; seed <= 5; seed++)
        {
            var rows = TokenRows.Ragged(seed, count: 6);
            var order = rows.All;
            new Random(seed).Shuffle(order);
            var inOrder = loaded.Logits(rows, rows.All);
            var shuffled = loaded.Logits(rows, order);
            TensorAssert.Close(
                $"seed {seed}",
                inOrder.index_select(0, tensor(Array.ConvertAll(order, i => (long)i))),
                shuffled,
                Tolerance.SameResult);
        }
    }

    [Theory]
    [MemberData(nameof(ModelTypes))]
    public void What_is_saved_loads_as_the_same_model(string modelType)
    {
        using var scope = NewDisposeScope();
        using var loaded = Load(modelType);
        using var again = Classifiers.Load(
            TinyCheckpoint.Of(modelType).Config(), loaded.Parameters.All.ToDictionary(p => p.Name, p => p.Value));
        var rows = TokenRows.Ragged(seed: 1, count: 4);
        Assert.Equal(
            TensorAssert.Values(loaded.Logits(rows, rows.All)), TensorAssert.Values(again.Logits(rows, rows.All)));
    }

    [Theory]
    [MemberData(nameof(ModelTypes))]
    public void Every_parameter_reaches_the_logits(string modelType)
    {
        using var scope = NewDisposeScope();
        using var loaded = Load(modelType, Classifiers.OnCpu with { Adapter = new TrainsEverything() });
        var rows = TokenRows.Ragged(seed: 1, count: 4);

        loaded.Logits(rows, rows.All).pow(2).sum().backward();

        Assert.All(loaded.Parameters.All, p =>
        {
            Assert.True(p.Value.grad is not null, $"{p.Name} has no gradient");
            Assert.All(TensorAssert.Values(p.Value.grad!), g => Assert.True(double.IsFinite(g), p.Name));
        });
    }

    [Theory]
    [MemberData(nameof(ModelTypes))]
    public void In_bfloat16_it_scores_as_in_float32_but_for_rounding(string modelType)
    {
        using var scope = NewDisposeScope();
        using var single = Load(modelType);
        using var frozen = Load(modelType, Classifiers.OnCpu with { DType = ScalarType.BFloat16 });
        using var trained = Load(
            modelType,
            Classifiers.OnCpu with { DType = ScalarType.BFloat16, Adapter = new TrainsEverything() });
        var rows = TokenRows.Ragged(seed: 1, count: 4);

        var expected = Score(single);
        Assert.All(frozen.Parameters.All, p => Assert.Equal(ScalarType.BFloat16, p.Value.dtype));
        Assert.All(trained.Parameters.All, p => Assert.Equal(ScalarType.Float32, p.Value.dtype));
        TensorAssert.Close("frozen", expected, Score(frozen), Tolerance.BFloat16);
        TensorAssert.Close("trained", expected, Score(trained), Tolerance.BFloat16);

        Tensor Score(LoadedModel<ISequenceClassifier> model) => model.Logits(rows, rows.All).to(float32);
    }

    [Theory]
    [MemberData(nameof(ModelTypes))]
    public void A_checkpoint_without_heads_and_base_prefix_loads_and_its_heads_are_made_afresh(string modelType)
    {
        using var scope = NewDisposeScope();
        var tiny = TinyCheckpoint.Of(modelType);
        var prefix = ModelRegistry.All.Single(e => e.ModelType == modelType).BasePrefix;
        var headless = tiny.Weights()
            .Where(w => w.Key.StartsWith(prefix, StringComparison.Ordinal))
            .ToDictionary(w => w.Key[prefix.Length..], w => w.Value);
        using var loaded = Classifiers.Load(tiny.Config(), headless);

        Assert.NotEmpty(loaded.Parameters.FreshModules);
        Assert.All(loaded.Parameters.FreshModules, m => Assert.False(m.StartsWith(prefix, StringComparison.Ordinal)));
        Assert.All(headless, w => Assert.Equal(
            TensorAssert.Values(w.Value), TensorAssert.Values(loaded.Parameters.Find(prefix + w.Key)!.Value)));
    }

    [Theory]
    [MemberData(nameof(ModelTypes))]
    public void A_longest_sequence_is_stated(string modelType)
    {
        var entry = ModelRegistry.All.Single(e => e.ModelType == modelType);
        Assert.EndsWith(".", entry.BasePrefix);
        var config = HfConfig.Parse(TinyCheckpoint.Of(modelType).Config().ToJsonString(), "config.json");
        Assert.Equal(TinyBert.MaxLength, entry.MaxLength(config));
    }

    private static LoadedModel<ISequenceClassifier> Load(string modelType, LoadOptions? options = null)
    {
        using var folder = new TemporaryFolder();
        return Classifiers.Load(TinyCheckpoint.Of(modelType).Write(folder.Path), options);
    }
}
