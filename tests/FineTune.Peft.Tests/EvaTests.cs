using FineTune.Models;
using FineTune.Nn;
using FineTune.Testing;
using static TorchSharp.torch;

namespace FineTune.Peft.Tests;

public sealed class EvaTests : IDisposable
{
    private readonly TorchSharp.DisposeScope _scope = NewDisposeScope();

    [Theory]
    [InlineData("bert_eva", "bert_lora")]
    [InlineData("llama_eva", "llama_lora_patterns")]
    public void Shown_the_same_batches_it_shares_ranks_out_and_begins_as_PEFT_does(string name, string baseModel)
    {
        var fixture = Checkout.At("tests", "goldens", "peft_methods", name);
        using var theirs = new TensorFixture(Path.Combine(fixture, "eva.safetensors"));
        // What is written of it is what came out; what went in is the same but for the patterns.
        var wanted = (LoraConfig)AdapterFolder.Open(fixture).Config;
        var config = wanted with { RankPattern = null, AlphaPattern = null };

        using var start = Look(Checkout.At("tests", "goldens", baseModel, "base"), config, theirs["input_ids"]);

        Assert.Equal(
            wanted.TargetModules!.Names!.Order(StringComparer.Ordinal),
            start.Config.TargetModules!.Names!.Order(StringComparer.Ordinal));
        Assert.Equal(wanted.RankPattern, start.Config.RankPattern);
        Assert.Equal(wanted.AlphaPattern ?? new Dictionary<string, double>(), start.Config.AlphaPattern);
        Assert.Equal(
            theirs.Names.Where(n => n.EndsWith("lora_A.weight", StringComparison.Ordinal)).Order(StringComparer.Ordinal),
            start.Directions.Keys.Select(path => $"base_model.model.{path}.lora_A.weight").Order(StringComparer.Ordinal));
        Assert.All(start.Directions, direction => TensorAssert.Close(
            direction.Key, theirs[$"base_model.model.{direction.Key}.lora_A.weight"], direction.Value, Tolerance.Logits));
    }

    [Fact]
    public void Without_data_to_look_at_it_is_refused()
    {
        var error = Assert.Throws<PeftException>(
            () => PeftRegistry.Create(new LoraConfig { InitLoraWeights = "eva" }, new AdapterContext("bert", "SEQ_CLS")));
        Assert.Contains("init_lora_weights is eva", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Batches_with_fewer_tokens_than_the_largest_rank_are_refused_in_the_end()
    {
        var config = new LoraConfig { InitLoraWeights = "eva", Rank = 8 };
        var error = Assert.Throws<PeftException>(
            () => Look(Checkout.At("tests", "goldens", "bert_lora", "base"), config, ones([2, 1, 4], int64)));
        Assert.Contains("as many learned tokens as the largest rank", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_factors_begin_with_the_directions_and_change_nothing()
    {
        var folder = Checkout.At("tests", "goldens", "bert_lora", "base");
        var config = new LoraConfig { InitLoraWeights = "eva", Rank = 3, EvaConfig = new EvaConfig { Rho = 3 } };
        using var random = new Generator(5);
        using var start = Look(folder, config, randint(4, 120, [4, 3, 9], int64, generator: random));
        using var pretrained = PretrainedFolder.Open(folder);
        var adapter = PeftRegistry.Create(
            start.Config, new AdapterContext("bert", AdapterContext.SequenceClassification) { Directions = start.Directions });
        using var loaded = pretrained.LoadSequenceClassifier(
            pretrained.Config, new LoadOptions { Device = CPU, Adapter = adapter });

        Assert.Equal(12, start.Directions.Values.Sum(directions => directions.shape[0]));
        Assert.All(start.Directions, direction => Assert.Equal(
            TensorAssert.Values(direction.Value),
            TensorAssert.Values(loaded.Parameters.Find($"{direction.Key}.lora_A.weight")!.Value)));
        Assert.All(
            loaded.Parameters.Trainable.Where(p => p.Name.EndsWith("lora_B.weight", StringComparison.Ordinal)),
            b => Assert.All(TensorAssert.Values(b.Value), value => Assert.Equal(0, value)));
    }

    public void Dispose() => _scope.Dispose();

    // batches: [batches, rows, tokens]
    private static EvaStart Look(string folder, LoraConfig config, Tensor batches)
    {
        using var pretrained = PretrainedFolder.Open(folder);
        var decoder = pretrained.Entry.ForCausalLM is not null;
        var context = new AdapterContext(pretrained.Entry.ModelType, decoder ? "CAUSAL_LM" : "SEQ_CLS");
        using var sample = new EvaSample(config, context, seed: 1);
        var options = new LoadOptions { Device = CPU, Adapter = sample };
        if (decoder)
        {
            using var loaded = pretrained.LoadCausalLM(pretrained.Config, options);
            return sample.Run(Cycle(batches), batch => loaded.Model.Hidden(batch));
        }
        else
        {
            using var loaded = pretrained.LoadSequenceClassifier(pretrained.Config, options);
            return sample.Run(Cycle(batches), batch => loaded.Model.HiddenStates(batch));
        }
    }

    private static IEnumerable<PackedBatch> Cycle(Tensor batches)
    {
        for (var i = 0; i < 200; i++)
        {
            yield return FixtureModel.Packed(batches[i % batches.shape[0]]);
        }
    }
}
