using FineTune.Formats;
using FineTune.Testing;
using static TorchSharp.torch;

namespace FineTune.Peft.Tests;

/// <summary>LoRA's options beside ranks, scalings and targets.</summary>
public sealed class LoraOptionTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly TorchSharp.DisposeScope _scope = NewDisposeScope();
    private readonly TokenRows _rows = TokenRows.Ragged(seed: 1, count: 3);

    public LoraOptionTests() => TinyBert.Write(Base);

    [Theory]
    [InlineData(new[] { 1 }, null, new[] { "bert.encoder.layer.1.attention.self.query" })]
    [InlineData(new[] { 1 }, "layer", new[] { "bert.encoder.layer.1.attention.self.query" })]
    [InlineData(
        new[] { 0, 1 },
        null,
        new[] { "bert.encoder.layer.0.attention.self.query", "bert.encoder.layer.1.attention.self.query" })]
    public void Only_the_chosen_blocks_are_adapted(int[] blocks, string? pattern, string[] paths)
    {
        var config = Queries with { LayersToTransform = blocks, LayersPattern = pattern is null ? null : [pattern] };
        using var model = AdaptedModel.Load(Base, config);
        Assert.Equal(paths, model.AdaptedPaths);
        model.Save(_folder.At("adapter"));
        using var again = AdaptedModel.Reopen(Base, _folder.At("adapter"));
        Assert.Equal(paths, again.AdaptedPaths);
    }

    [Fact]
    public void A_list_of_blocks_that_the_model_has_not_leaves_no_layer() =>
        Assert.Throws<PeftException>(() => AdaptedModel.Load(
            Base, Queries with { LayersToTransform = [0], LayersPattern = ["h"] }));

    [Fact]
    public void Contradictions_are_told_of_all_at_once()
    {
        var config = new LoraConfig
        {
            TargetModules = TargetModules.Parse(".*query"),
            LayersToTransform = [0],
            InitLoraWeights = "pissa",
            RankPattern = new Dictionary<string, int> { ["query"] = 0 },
        };
        var message = Assert.Throws<PeftException>(() => AdaptedModel.Load(Base, config)).Message;
        Assert.Contains("layers_to_transform needs target_modules as a list", message);
        Assert.Contains("rank_pattern gives query rank 0", message);
        var other = Queries with { LayersPattern = ["layer"] };
        Assert.Contains(
            "layers_pattern is set without layers_to_transform",
            Assert.Throws<PeftException>(() => AdaptedModel.Load(Base, other)).Message);
    }

    [Theory]
    [InlineData("none", false, false)]
    [InlineData("lora_only", true, false)]
    [InlineData("all", true, true)]
    public void Biases_train_as_asked_are_stored_under_PEFTs_names_and_go_back_when_it_is_off(
        string bias, bool own, bool others)
    {
        using var model = AdaptedModel.Load(Base, Queries with { Bias = bias });
        model.Wander(seed: 3);
        model.Save(_folder.At("adapter"));
        using var file = SafetensorsFile.Open(_folder.At("adapter", AdapterFolder.WeightsName));
        const string Block = "base_model.model.bert.encoder.layer.0";
        Assert.Equal(own, file.TryGet($"{Block}.attention.self.query.base_layer.bias", out _));
        Assert.Equal(others, file.TryGet($"{Block}.attention.self.key.bias", out _));
        Assert.Equal(others, file.TryGet($"{Block}.output.LayerNorm.bias", out _));
        Assert.Equal(bias, (string?)HfJson.Read(_folder.At("adapter", AdapterConfigFile.FileName))["bias"]);

        using var again = AdaptedModel.Reopen(Base, _folder.At("adapter"));
        Assert.Equal(TensorAssert.Values(model.Logits(_rows)), TensorAssert.Values(again.Logits(_rows)));
        using (model.Adapter.Disabled(model.Parameters))
        {
            Assert.Equal(
                TensorAssert.Values(AdaptedModel.PlainLogits(Base, _rows)), TensorAssert.Values(model.Logits(_rows)));
        }
    }

    [Theory]
    [InlineData("pissa", false)]
    [InlineData("pissa", true)]
    [InlineData("olora", false)]
    [InlineData("pissa_niter_3", false)]
    public void What_begins_in_the_base_weight_is_saved_as_plain_LoRA_of_twice_the_rank(string start, bool stabilised)
    {
        var config = Queries with { Rank = 20, Alpha = 5, InitLoraWeights = start, UseRslora = stabilised };
        using var model = AdaptedModel.Load(Base, config);
        model.Wander(seed: 3);
        model.Save(_folder.At("adapter"));

        var saved = (LoraConfig)AdapterFolder.Open(_folder.At("adapter")).Config;
        Assert.Equal((40, "true"), (saved.Rank, saved.InitLoraWeights));
        Assert.Equal(config.ScalingOf("x"), saved.ScalingOf("x"), precision: 12);
        // The rank of 40 is above the layers' 32, which only a new adapter is refused for.
        using var plain = AdaptedModel.Reopen(Base, _folder.At("adapter"));
        TensorAssert.Close("logits", model.Logits(_rows), plain.Logits(_rows), Tolerance.SameResult);
    }

    [Fact]
    public void A_run_goes_on_from_what_it_saved_in_the_form_it_trains()
    {
        var config = Queries with { InitLoraWeights = "pissa_niter_2" };
        using var model = AdaptedModel.Load(Base, config);
        model.Wander(seed: 3);
        model.Save(_folder.At("adapter"));
        using var resumed = AdaptedModel.Load(Base, config, seed: 77);
        AdapterFolder.Open(_folder.At("adapter")).LoadInto(resumed.Parameters);

        Assert.Equal(TensorAssert.Values(model.Logits(_rows)), TensorAssert.Values(resumed.Logits(_rows)));
        Assert.Equal(
            model.Parameters.Trainable.Select(p => p.Value.shape), resumed.Parameters.Trainable.Select(p => p.Value.shape));
    }

    [Fact]
    public void PiSSA_begins_with_the_largest_singular_values()
    {
        using var model = AdaptedModel.Load(Base, Queries with { Rank = 4, Alpha = 8, InitLoraWeights = "pissa" });
        var path = model.AdaptedPaths[0];
        var weight = model.Parameters.Find($"{path}.weight")!.Value;
        var part = model.Parameters.Find($"{path}.lora_B.weight")!.Value
            .mm(model.Parameters.Find($"{path}.lora_A.weight")!.Value) * 2;
        var (_, values, _) = linalg.svd(weight, fullMatrices: false);
        var (_, rest, _) = linalg.svd(weight - part, fullMatrices: false);
        TensorAssert.Close("rest", values.narrow(0, 4, 28), rest.narrow(0, 0, 28), Tolerance.SameResult);
    }

    [Fact]
    public void More_rounds_of_approximation_come_nearer_to_the_exact_beginning()
    {
        double[] left = [Left("pissa_niter_0"), Left("pissa_niter_2"), Left("pissa_niter_60"), Left("pissa")];
        Assert.Equal(left.OrderDescending(), left);
        Assert.Equal(left[3], left[2], tolerance: 0.01 * left[3]);

        double Left(string start)
        {
            using var model = AdaptedModel.Load(Base, Queries with { Rank = 4, Alpha = 4, InitLoraWeights = start });
            var path = model.AdaptedPaths[0];
            var part = model.Parameters.Find($"{path}.lora_B.weight")!.Value
                .mm(model.Parameters.Find($"{path}.lora_A.weight")!.Value);
            return (model.Parameters.Find($"{path}.weight")!.Value - part).norm().item<float>();
        }
    }

    [Fact]
    public void An_orthogonal_beginning_needs_an_even_rank()
    {
        var config = Queries with { Rank = 5, InitLoraWeights = "orthogonal" };
        var message = Assert.Throws<PeftException>(() => AdaptedModel.Load(Base, config)).Message;
        Assert.Contains("needs an even rank, but that of bert.encoder.layer.0.attention.self.query is 5", message);
        Assert.Contains("use 6", message);
    }

    [Fact]
    public void A_beginning_at_random_changes_the_model_at_once()
    {
        using var model = AdaptedModel.Load(Base, Queries with { InitLoraWeights = "false" });
        Assert.NotEqual(
            TensorAssert.Values(AdaptedModel.PlainLogits(Base, _rows)), TensorAssert.Values(model.Logits(_rows)));
    }

    [Fact]
    public void A_bias_of_B_needs_plain_LoRA_and_layers_with_a_bias()
    {
        var message = Assert.Throws<PeftException>(
            () => AdaptedModel.Load(Base, Queries with { LoraBias = true, UseDora = true })).Message;
        Assert.Contains("lora_bias goes with plain LoRA", message, StringComparison.Ordinal);
        TinyCheckpoint.Of("llama").Write(_folder.At("llama"));
        message = Assert.Throws<PeftException>(
            () => AdaptedModel.Load(_folder.At("llama"), new LoraConfig { LoraBias = true })).Message;
        Assert.Contains("self_attn.q_proj has no bias that it could be merged into", message, StringComparison.Ordinal);
    }

    [Fact]
    public void DoRAs_norm_is_that_of_the_updated_weight_on_layers_and_tables()
    {
        var config = new LoraConfig { UseDora = true, Alpha = 24, TargetModules = TargetModules.List(["query", "word_embeddings"]) };
        using var model = AdaptedModel.Load(Base, config);
        model.Wander(seed: 3);
        var adapted = model.Logits(_rows);
        using (model.Adapter.Merged(model.Parameters))
        {
            TensorAssert.Close("logits", adapted, model.Logits(_rows), Tolerance.SameResult);
        }
    }

    public void Dispose()
    {
        _scope.Dispose();
        _folder.Dispose();
    }

    private static LoraConfig Queries => new() { TargetModules = TargetModules.List(["query"]) };

    private string Base => _folder.At("base");
}
