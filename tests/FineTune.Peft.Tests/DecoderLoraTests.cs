using FineTune.Formats;
using FineTune.Models;
using FineTune.Nn;
using FineTune.Testing;
using static TorchSharp.torch;

namespace FineTune.Peft.Tests;

/// <summary>LoRA on language models: every linear layer, tables of vectors, layers with a rank of their own.</summary>
public sealed class DecoderLoraTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly TorchSharp.DisposeScope _scope = NewDisposeScope();
    private readonly TokenRows _rows = TokenRows.Ragged(seed: 1, count: 4);

    public static TheoryData<string> ModelTypes =>
        [.. ModelRegistry.All.Where(e => e.ForCausalLM is not null).Select(e => e.ModelType)];

    private static LoraConfig EveryLinear { get; } = new() { TargetModules = TargetModules.Parse("all-linear") };

    [Theory]
    [MemberData(nameof(ModelTypes))]
    public void All_linear_wraps_every_linear_layer_but_the_output(string modelType)
    {
        using var model = Load(modelType, EveryLinear, out var adapter);
        var matrices = model.Parameters.Base
            .Where(p => p.Value.dim() == 2)
            .Select(p => p.Name[..p.Name.LastIndexOf('.')])
            .Where(path => path.Split('.').Any(part => part is "0" or "1"));
        Assert.Equal(
            matrices.Order(StringComparer.Ordinal),
            ((LoraAdapter)adapter).AdaptedPaths.Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(ModelTypes))]
    public void Every_adapted_layer_learns_and_merges(string modelType)
    {
        using var model = Load(modelType, EveryLinear, out var adapter);
        Wander(model);
        var logits = Logits(model);
        logits.tanh().pow(2).sum(0L).sum().backward();
        Assert.All(model.Parameters.Trainable, p => Assert.Contains(TensorAssert.Values(p.Value.grad!), g => g != 0));

        using var merged = Merged(adapter, model);
        TensorAssert.Close("merged", logits, Logits(merged), Tolerance.SameResult);
    }

    [Fact]
    public void A_table_of_vectors_is_adapted_merged_saved_and_opened()
    {
        var config = new LoraConfig { Rank = 3, TargetModules = TargetModules.List(["embed_tokens", "q_proj"]) };
        using var model = Load("llama", config, out var adapter);
        var plain = TensorAssert.Values(Logits(model));
        Wander(model);
        var logits = Logits(model);
        Assert.NotEqual(plain, TensorAssert.Values(logits));
        using (adapter.Disabled(model.Parameters))
        {
            Assert.Equal(plain, TensorAssert.Values(Logits(model)));
        }
        using var merged = Merged(adapter, model);
        TensorAssert.Close("merged", logits, Logits(merged), Tolerance.SameResult);

        AdapterFolder.Save(_folder.At("adapter"), adapter, model.Parameters, "the/base");
        using var file = new TensorFixture(_folder.At("adapter", AdapterFolder.WeightsName));
        Assert.True(file.Has("base_model.model.model.embed_tokens.base_layer.weight"));
        Assert.Equal([3, 57], file["base_model.model.model.embed_tokens.lora_embedding_A"].shape);
        var saved = AdapterFolder.Open(_folder.At("adapter"));
        using var again = Load("llama", (LoraConfig)saved.Config, out _);
        saved.LoadInto(again.Parameters);
        Assert.Equal(TensorAssert.Values(logits), TensorAssert.Values(Logits(again)));
    }

    [Fact]
    public void Ranks_and_alphas_of_single_layers_are_the_first_that_matches_and_survive_a_round_trip()
    {
        var config = new LoraConfig
        {
            Rank = 4,
            Alpha = 8,
            TargetModules = TargetModules.List(["q_proj", "v_proj"]),
            RankPattern = new Dictionary<string, int> { ["layers.1.self_attn.q_proj"] = 2, ["q_proj"] = 3 },
            AlphaPattern = new Dictionary<string, double> { [@"layers\.\d+\.self_attn\.v_proj"] = 2 },
        };
        Assert.Equal(3, config.RankOf("model.layers.0.self_attn.q_proj"));
        Assert.Equal(2, config.RankOf("model.layers.1.self_attn.q_proj"));
        Assert.Equal(4, config.RankOf("model.layers.1.self_attn.vq_proj"));
        Assert.Equal(0.5, config.ScalingOf("model.layers.0.self_attn.v_proj"));
        using var model = Load("llama", config, out var adapter);
        Assert.Equal(
            [3, 32], model.Parameters.Find("model.layers.0.self_attn.q_proj.lora_A.weight")!.Value.shape);

        AdapterFolder.Save(_folder.At("adapter"), adapter, model.Parameters, "the/base");
        var again = (LoraConfig)AdapterFolder.Open(_folder.At("adapter")).Config;
        Assert.Equal(config.RankPattern, again.RankPattern);
        Assert.Equal(config.AlphaPattern, again.AlphaPattern);
    }

    [Theory]
    [InlineData("gpt2", true)]
    [InlineData("llama", false)]
    public void The_config_file_says_whether_weights_are_stored_transposed(string modelType, bool transposed)
    {
        using var model = Load(modelType, new LoraConfig(), out var adapter);
        AdapterFolder.Save(_folder.At("adapter"), adapter, model.Parameters, "the/base");
        var json = HfJson.Read(_folder.At("adapter", AdapterConfigFile.FileName));
        Assert.Equal(transposed, (bool)json["fan_in_fan_out"]!);
        Assert.Equal("CAUSAL_LM", (string?)json["task_type"]);
    }

    [Fact]
    public void A_tied_head_saved_whole_is_a_copy_of_its_own()
    {
        using var model = Load("qwen2", new LoraConfig { ModulesToSave = ["lm_head"] }, out var adapter);
        var head = model.Parameters.Find("lm_head.weight")!;
        var table = model.Parameters.Find("model.embed_tokens.weight")!;
        Assert.True(head.Trainable);
        Assert.False(table.Trainable);
        Assert.Equal(TensorAssert.Values(table.Value), TensorAssert.Values(head.Value));
        Assert.Contains("lm_head", adapter.SavedModules(model.Parameters));
    }

    public void Dispose()
    {
        _scope.Dispose();
        _folder.Dispose();
    }

    private LoadedModel<ICausalLM> Load(string modelType, LoraConfig config, out Adapter adapter)
    {
        var tiny = TinyCheckpoint.Of(modelType);
        TinyBert.Write(_folder.At("base"), tiny.Config(), tiny.CausalWeights!());
        adapter = PeftRegistry.Create(config, new AdapterContext(modelType, "CAUSAL_LM"));
        return Open(_folder.At("base"), new LoadOptions { Device = CPU, Adapter = adapter });
    }

    private LoadedModel<ICausalLM> Merged(Adapter adapter, LoadedModel<ICausalLM> model)
    {
        Directory.CreateDirectory(_folder.At("merged"));
        File.Copy(_folder.At("base", "config.json"), _folder.At("merged", "config.json"));
        Merger.Write(_folder.At("merged", "model.safetensors"), adapter, model.Parameters, float32);
        return Open(_folder.At("merged"), new LoadOptions { Device = CPU });
    }

    private static LoadedModel<ICausalLM> Open(string folder, LoadOptions options)
    {
        using var pretrained = PretrainedFolder.Open(folder);
        return pretrained.LoadCausalLM(pretrained.Config, options);
    }

    private Tensor Logits(LoadedModel<ICausalLM> model)
    {
        using var batch = _rows.Pack(_rows.All);
        return model.Model.Logits(model.Model.Hidden(batch));
    }

    private static void Wander(LoadedModel<ICausalLM> model)
    {
        using var guard = no_grad();
        using var random = new Generator(2);
        foreach (var parameter in model.Parameters.Trainable)
        {
            parameter.Value.add_(randn(parameter.Value.shape, generator: random).mul_(0.1));
        }
    }
}
