using FineTune.Models;
using FineTune.Nn;
using FineTune.Testing;
using static TorchSharp.torch;

namespace FineTune.Peft.Tests;

/// <summary>Tokens that are trained by themselves, and tokens that are added. Agreement with PEFT is
/// <see cref="PeftFixtureTests"/>' matter.</summary>
public sealed class TrainableTokensTests : IDisposable
{
    private const int Added = 3;

    private readonly TemporaryFolder _folder = new();
    private readonly TorchSharp.DisposeScope _scope = NewDisposeScope();

    [Theory]
    [InlineData("gpt2_lora")]
    [InlineData("llama_lora_patterns")]
    public void Added_tokens_begin_at_the_mean_of_the_table_and_leave_the_other_logits_alone(string name)
    {
        var rows = tensor(new long[] { 5, 17, 45, 9 }).view(1, -1);
        using var plain = Open(name, added: [], new LoraConfig());
        using var grown = Open(name, NewIds, new LoraConfig());
        var table = plain.Table.to(float64);
        var (mean, far) = (table.mean([0], keepdim: true), table.std().item<double>());
        var fresh = grown.Table.narrow(0, 120, Added).to(float64) - mean;
        var logits = grown.Logits(rows);

        Assert.Equal(120 + Added, logits.shape[^1]);
        TensorAssert.Close("known logits", plain.Logits(rows), logits.narrow(1, 0, 120), Tolerance.SameResult);
        // A billionth of the covariance: some thirty millionths of the distance from the mean, and no two alike.
        Assert.InRange(fresh.abs().max().item<double>(), 1e-8, 5e-4 * far);
        Assert.NotEqual(TensorAssert.Values(fresh[0]), TensorAssert.Values(fresh[1]));
    }

    [Theory]
    [InlineData("gpt2_lora", 1)]
    [InlineData("llama_lora_patterns", 2)]
    public void Only_added_rows_train_and_the_folder_holds_no_others_of_the_tables(string name, int tables)
    {
        using var model = Open(name, NewIds, new LoraConfig { Rank = 2 });
        var vectors = model.Parameters.Trainable
            .Where(p => p.Name.EndsWith("token_adapter.trainable_tokens_delta", StringComparison.Ordinal)).ToList();
        Assert.Equal(tables, vectors.Count);
        Assert.All(vectors, p => Assert.Equal([Added, 32L], p.Shape));
        Assert.All(
            model.Parameters.Base.Where(p => p.Shape[0] == 120 + Added), p => Assert.False(p.Trainable, p.Name));

        model.Wander();
        var rows = tensor(new long[] { 5, 120, 45, 122, 121 }).view(1, -1);
        var logits = model.Logits(rows);
        model.Save(_folder.At("adapter"));
        using var file = new TensorFixture(_folder.At("adapter", AdapterFolder.WeightsName));
        Assert.All(file.Names, n => Assert.DoesNotContain(file[n].shape, size => size >= 120));

        var saved = AdapterFolder.Open(_folder.At("adapter"));
        Assert.Equal(123, saved.TokensNeeded());
        using var again = FixtureModel.Open(Base(name), _folder.At("adapter"));
        TensorAssert.Close("logits", logits, again.Logits(rows)[0], Tolerance.SameResult);
    }

    [Theory]
    [InlineData("gpt2_lora")]
    [InlineData("llama_lora_patterns")]
    public void Merged_the_checkpoint_has_the_added_rows_and_stays_tied_where_it_was(string name)
    {
        using var model = Open(name, NewIds, new LoraConfig { Rank = 2 });
        model.Wander();
        var rows = tensor(new long[] { 5, 120, 45, 122, 121 }).view(1, -1);
        var untied = Merger.WriteShards(_folder.At("merged"), model.Adapter, model.Parameters, float32, new(long.MaxValue));
        using (var base_ = PretrainedFolder.Open(Base(name)))
        {
            base_.Config.With("vocab_size", 123).Save(_folder.At("merged", "config.json"));
        }
        using var pretrained = PretrainedFolder.Open(_folder.At("merged"));
        using var merged = pretrained.LoadCausalLM(
            pretrained.Config, new LoadOptions { Device = CPU, AllowFresh = false });

        Assert.False(untied);
        using var batch = FixtureModel.Packed(rows);
        TensorAssert.Close(
            "logits", model.Logits(rows), merged.Model.Logits(merged.Model.Hidden(batch)), Tolerance.SameResult);
    }

    [Fact]
    public void Switched_off_the_vectors_are_the_tables_own()
    {
        using var model = Open("gpt2_lora", added: [], new LoraConfig { TrainableTokenIndices = TokenIndices.List([5, 9]) });
        var rows = tensor(new long[] { 5, 17, 9 }).view(1, -1);
        var before = TensorAssert.Values(model.Logits(rows));
        model.Wander();
        Assert.NotEqual(before, TensorAssert.Values(model.Logits(rows)));
        using (model.Adapter.Disabled(model.Parameters))
        {
            Assert.Equal(before, TensorAssert.Values(model.Logits(rows)));
        }
    }

    [Fact]
    public void Trained_tokens_learn_in_bfloat16_over_a_quantised_base_and_with_checkpointing()
    {
        using var model = Open(
            "llama_lora_patterns",
            NewIds,
            new LoraConfig { Rank = 2 },
            new Quantization(QuantizationKind.Nf4, doubleQuantization: true),
            ScalarType.BFloat16);
        model.Mode.Training = true;
        model.Mode.GradientCheckpointing = true;
        model.Logits(tensor(new long[] { 5, 120, 45, 122, 121 }).view(1, -1)).to(float32).pow(2).sum().backward();
        Assert.Contains(model.Parameters.Base, p => p.Frozen is not null);
        Assert.All(
            model.Parameters.Trainable.Where(p => p.Name.Contains("trainable_tokens", StringComparison.Ordinal)),
            p => Assert.Contains(TensorAssert.Values(p.Value.grad!), g => g != 0));
    }

    [Fact]
    public void Over_a_quantised_output_layer_they_begin_as_its_own_and_merge()
    {
        using var model = Open(
            "llama_lora_patterns", NewIds, new LoraConfig { Rank = 2 }, new Quantization(QuantizationKind.Nf4, true, []));
        Assert.NotNull(model.Parameters.Find("lm_head.weight")!.Frozen);
        var rows = tensor(new long[] { 5, 120, 45, 122, 121 }).view(1, -1);
        var logits = model.Logits(rows);
        using (model.Adapter.Disabled(model.Parameters))
        {
            Assert.Equal(TensorAssert.Values(model.Logits(rows)), TensorAssert.Values(logits));
        }
        model.Wander();
        logits = model.Logits(rows);
        using (model.Adapter.Merged(model.Parameters))
        {
            TensorAssert.Close("logits", logits, model.Logits(rows), Tolerance.SameResult);
        }
    }

    [Theory]
    [InlineData(new[] { 5, 5 }, "trainable_token_indices holds 5 2 times")]
    [InlineData(new[] { -1 }, "trainable_token_indices holds -1: ids begin at 0")]
    [InlineData(new int[0], "trainable_token_indices names no token")]
    [InlineData(new[] { 3, 120, 500 }, "tokens 120, 500, but transformer.wte has 120")]
    public void Ids_that_are_no_tokens_are_refused(int[] ids, string message)
    {
        var error = Assert.Throws<PeftException>(
            () => Open("gpt2_lora", added: [], new LoraConfig { TrainableTokenIndices = TokenIndices.List(ids) }));
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Modules_that_have_no_tokens_or_train_whole_are_refused()
    {
        var tokens = TokenIndices.Table(new Dictionary<string, IReadOnlyList<int>> { ["c_attn"] = [1], ["wte"] = [2] });
        var config = new LoraConfig { TrainableTokenIndices = tokens };
        var error = Assert.Throws<PeftException>(() => Open("gpt2_lora", added: [], config));
        Assert.Contains("trained in part: c_attn", error.Message, StringComparison.Ordinal);

        error = Assert.Throws<PeftException>(() => Open(
            "gpt2_lora", added: [], new LoraConfig { TrainableTokenIndices = TokenIndices.List([2]), ModulesToSave = ["wte"] }));
        Assert.Contains("modules_to_save trains whole", error.Message, StringComparison.Ordinal);

        error = Assert.Throws<PeftException>(() => Open(
            "gpt2_lora",
            added: [],
            new LoraConfig { TrainableTokenIndices = TokenIndices.List([2]), TargetModules = TargetModules.List(["wte"]) }));
        Assert.Contains("target_modules names it too", error.Message, StringComparison.Ordinal);

        error = Assert.Throws<PeftException>(() => Open("gpt2_lora", added: [], new TrainableTokensConfig()));
        Assert.Contains("there is no token to train", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_method_that_would_leave_added_tokens_as_they_begin_is_refused_unless_their_table_trains_whole()
    {
        var error = Assert.Throws<PeftException>(() => Open("gpt2_lora", NewIds, new Ia3Config()));
        Assert.Contains("IA3 does not train their vectors in transformer.wte", error.Message, StringComparison.Ordinal);

        using var whole = Open("gpt2_lora", NewIds, new Ia3Config { ModulesToSave = ["wte"] });
        Assert.True(whole.Parameters.Find("transformer.wte.weight")!.Trainable);
    }

    public void Dispose()
    {
        _scope.Dispose();
        _folder.Dispose();
    }

    private static int[] NewIds => [120, 121, 122];

    private static string Base(string name) => Checkout.At("tests", "goldens", name, "base");

    private static Decoder Open(
        string name, int[] added, PeftConfig config, FrozenStorage? storage = null,
        ScalarType dtype = ScalarType.Float32)
    {
        using var pretrained = PretrainedFolder.Open(Base(name));
        var adapter = PeftRegistry.Create(
            config, new AdapterContext(pretrained.Entry.ModelType, AdapterContext.CausalLM) { AddedTokens = added });
        return new Decoder(
            pretrained.LoadCausalLM(
                pretrained.Config.With("vocab_size", 120 + added.Length),
                new LoadOptions
                {
                    Device = CPU,
                    Adapter = adapter,
                    GrowsVocabulary = added.Length > 0,
                    Storage = storage,
                    DType = dtype,
                    Seed = 4,
                }),
            adapter);
    }

    private sealed class Decoder(LoadedModel<ICausalLM> loaded, Adapter adapter) : IDisposable
    {
        public Adapter Adapter => adapter;

        public ParameterSet Parameters => loaded.Parameters;

        public RunMode Mode => loaded.Mode;

        public Tensor Table => Parameters.Base.First(p => p.Name.EndsWith("wte.weight", StringComparison.Ordinal)
            || p.Name.EndsWith("embed_tokens.weight", StringComparison.Ordinal)).Value;

        /// <param name="ids"><c>[1, tokens]</c>.</param>
        /// <returns><c>[tokens, vocab]</c>.</returns>
        public Tensor Logits(Tensor ids)
        {
            using var batch = FixtureModel.Packed(ids);
            return loaded.Model.Logits(loaded.Model.Hidden(batch));
        }

        public void Save(string folder) => AdapterFolder.Save(folder, adapter, Parameters, "the/base");

        public void Wander()
        {
            using var guard = no_grad();
            using var random = new Generator(7);
            foreach (var parameter in Parameters.Trainable)
            {
                parameter.Value.add_(randn(parameter.Value.shape, generator: random).mul_(0.1));
            }
        }

        public void Dispose() => loaded.Dispose();
    }
}
