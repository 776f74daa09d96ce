using FineTune.Formats;
using FineTune.Models;
using FineTune.Nn;
using FineTune.Testing;
using static TorchSharp.torch;

namespace FineTune.Peft.Tests;

/// <summary>Merging from the checkpoint's files, in shards, in a chosen type, with ties kept or parted.</summary>
public sealed class MergerTests : IDisposable
{
    private static readonly ByteSize NoLimit = new(long.MaxValue);
    private readonly TemporaryFolder _folder = new();
    private readonly TorchSharp.DisposeScope _scope = NewDisposeScope();
    private readonly TokenRows _rows = TokenRows.Ragged(seed: 1, count: 4);

    public static TheoryData<string> ModelTypes =>
        [.. ModelRegistry.All.Where(e => e.ForCausalLM is not null).Select(e => e.ModelType)];

    [Theory]
    [MemberData(nameof(ModelTypes))]
    public void A_model_left_on_disk_computes_learns_and_merges_as_one_in_memory(string modelType)
    {
        WriteBase(modelType, float32);
        var config = new LoraConfig { TargetModules = TargetModules.Parse("all-linear") };
        using var files = PretrainedFolder.Open(_folder.At("base"));
        using var memory = Load(files, config, storage: null, out var first);
        using var disk = Load(files, config, FrozenStorage.OnDisk, out var second);
        Wander(memory);
        Wander(disk);

        Assert.All(
            disk.Parameters.Base.Where(p => p.Shape.Length > 1 && !p.Trainable), p => Assert.Equal(0, p.Bytes));
        var (expected, actual) = (Logits(memory), Logits(disk));
        Assert.Equal(TensorAssert.Values(expected), TensorAssert.Values(actual));
        expected.tanh().pow(2).sum(0L).sum().backward();
        actual.tanh().pow(2).sum(0L).sum().backward();
        foreach (var (one, other) in memory.Parameters.Trainable.Zip(disk.Parameters.Trainable))
        {
            TensorAssert.Close(one.Name, one.Value.grad!, other.Value.grad!, Tolerance.SameResult);
        }

        Merger.Write(_folder.At("memory.safetensors"), first, memory.Parameters, float32);
        Merger.Write(_folder.At("disk.safetensors"), second, disk.Parameters, float32);
        Assert.Equal(
            File.ReadAllBytes(_folder.At("memory.safetensors")), File.ReadAllBytes(_folder.At("disk.safetensors")));
    }

    [Fact]
    public void Shards_are_a_checkpoint_that_opens_with_the_same_logits()
    {
        WriteBase("llama", float32);
        using var files = PretrainedFolder.Open(_folder.At("base"));
        using var model = Load(files, new LoraConfig(), FrozenStorage.OnDisk, out var adapter);
        Wander(model);
        var untied = Write(adapter, model, dtype: null, new ByteSize(8_000));

        Assert.False(untied);
        Assert.True(Directory.GetFiles(_folder.At("merged"), "model-*-of-*.safetensors").Length > 3);
        using var merged = Reopen();
        TensorAssert.Close("logits", Logits(model), Logits(merged), Tolerance.SameResult);
    }

    [Theory]
    [InlineData(ScalarType.BFloat16, null, DType.BF16)]
    [InlineData(ScalarType.Float16, null, DType.F16)]
    [InlineData(ScalarType.BFloat16, ScalarType.Float32, DType.F32)]
    [InlineData(ScalarType.Float32, ScalarType.Float16, DType.F16)]
    public void The_type_is_the_stored_one_or_the_one_asked_for(ScalarType stored, ScalarType? asked, DType written)
    {
        WriteBase("llama", stored);
        using var files = PretrainedFolder.Open(_folder.At("base"));
        using var model = Load(files, new LoraConfig(), FrozenStorage.OnDisk, out var adapter);
        Wander(model);
        Write(adapter, model, asked, NoLimit);

        using var source = CheckpointFolder.Open(_folder.At("base"));
        using var merged = CheckpointFolder.Open(_folder.At("merged"));
        Assert.All(merged.Tensors, t => Assert.Equal(written, t.DType));
        if (asked is null)
        {
            foreach (var tensor in merged.Tensors.Where(t => !t.Name.Contains("q_proj") && !t.Name.Contains("v_proj")))
            {
                Assert.True(source.TryGet(tensor.Name, out var original));
                Assert.True(source.Bytes(original, 0, (int)original.ByteLength)
                    .SequenceEqual(merged.Bytes(tensor, 0, (int)tensor.ByteLength)));
            }
        }
    }

    [Fact]
    public void A_merged_value_is_rounded_once_from_float32()
    {
        WriteBase("llama", bfloat16);
        using var files = PretrainedFolder.Open(_folder.At("base"));
        using var model = Load(files, new LoraConfig(), FrozenStorage.OnDisk, out var adapter);
        Wander(model);
        Write(adapter, model, dtype: null, NoLimit);

        const string Query = "model.layers.1.self_attn.q_proj";
        var (a, b) = (Value(model, $"{Query}.lora_A.weight"), Value(model, $"{Query}.lora_B.weight"));
        var exact = Value(model, $"{Query}.weight").to(float64) + b.to(float64).mm(a.to(float64));
        using var file = new TensorFixture(_folder.At("merged", "model.safetensors"));
        // Half a unit in the last of 8 places, and what float32 may be off by.
        var error = (file[$"{Query}.weight"].to(float64) - exact).abs() / exact.abs();
        Assert.InRange(error.max().item<double>(), 0, Math.Pow(2, -8) * 1.001);
    }

    [Fact]
    public void A_tie_that_the_adapter_does_not_touch_stays()
    {
        WriteBase("qwen2", float32);
        using var files = PretrainedFolder.Open(_folder.At("base"));
        using var model = Load(files, new LoraConfig(), FrozenStorage.OnDisk, out var adapter);
        Assert.False(Write(adapter, model, dtype: null, NoLimit));
        using var merged = CheckpointFolder.Open(_folder.At("merged"));
        Assert.False(merged.TryGet("lm_head.weight", out _));
    }

    [Theory]
    [InlineData("embed_tokens", false)]
    [InlineData("lm_head", false)]
    [InlineData("lm_head", true)]
    public void A_tie_of_which_one_side_is_adapted_is_written_as_two_tensors(string module, bool whole)
    {
        WriteBase("qwen2", float32);
        using var files = PretrainedFolder.Open(_folder.At("base"));
        var config = whole
            ? new LoraConfig { ModulesToSave = [module] }
            : new LoraConfig { TargetModules = TargetModules.List([module, "q_proj"]) };
        using var model = Load(files, config, FrozenStorage.OnDisk, out var adapter);
        Wander(model);
        Assert.True(Write(adapter, model, dtype: null, NoLimit));

        using var merged = Reopen(config => config.With("tie_word_embeddings", false));
        TensorAssert.Close("logits", Logits(model), Logits(merged), Tolerance.SameResult);
        Assert.NotEqual(
            TensorAssert.Values(Value(merged, "lm_head.weight")),
            TensorAssert.Values(Value(merged, "model.embed_tokens.weight")));
    }

    [Theory]
    [InlineData("embed_tokens")]
    [InlineData("lm_head")]
    public void In_memory_a_tie_cannot_be_parted_and_merging_is_refused(string module)
    {
        WriteBase("qwen2", float32);
        using var files = PretrainedFolder.Open(_folder.At("base"));
        var config = new LoraConfig { TargetModules = TargetModules.List([module, "q_proj"]) };
        using var model = Load(files, config, FrozenStorage.OnDisk, out var adapter);
        var message = Assert.Throws<PeftException>(() => adapter.Merged(model.Parameters)).Message;
        Assert.Contains($"{module}.weight", message);
        Assert.Contains("finetune merge", message);
    }

    [Fact]
    public void Values_beyond_the_type_are_refused_with_the_tensors_name()
    {
        WriteBase("llama", float32);
        using var files = PretrainedFolder.Open(_folder.At("base"));
        using var model = Load(files, new LoraConfig(), FrozenStorage.OnDisk, out var adapter);
        using (no_grad())
        {
            model.Parameters.Trainable.ToList().ForEach(p => p.Value.fill_(1e3));
        }
        var error = Assert.Throws<PeftException>(() => Write(adapter, model, float16, NoLimit));
        Assert.Contains("model.layers.", error.Message);
        Assert.Contains("--dtype float32", error.Message);
    }

    public void Dispose()
    {
        _scope.Dispose();
        _folder.Dispose();
    }

    private void WriteBase(string modelType, ScalarType dtype)
    {
        var tiny = TinyCheckpoint.Of(modelType);
        TinyBert.Write(
            _folder.At("base"), tiny.Config(), tiny.CausalWeights!().ToDictionary(w => w.Key, w => w.Value.to(dtype)));
    }

    private static LoadedModel<ICausalLM> Load(
        PretrainedFolder files, LoraConfig config, FrozenStorage? storage, out Adapter adapter)
    {
        adapter = PeftRegistry.Create(config, new AdapterContext(files.Entry.ModelType, AdapterContext.CausalLM));
        return files.LoadCausalLM(files.Config, new LoadOptions { Device = CPU, Adapter = adapter, Storage = storage });
    }

    private bool Write(Adapter adapter, LoadedModel<ICausalLM> model, ScalarType? dtype, ByteSize limit)
    {
        Directory.CreateDirectory(_folder.At("merged"));
        return Merger.WriteShards(_folder.At("merged"), adapter, model.Parameters, dtype, limit);
    }

    private LoadedModel<ICausalLM> Reopen(Func<HfConfig, HfConfig>? change = null)
    {
        File.Copy(_folder.At("base", "config.json"), _folder.At("merged", "config.json"));
        using var files = PretrainedFolder.Open(_folder.At("merged"));
        return files.LoadCausalLM((change ?? (c => c))(files.Config), new LoadOptions { Device = CPU });
    }

    private Tensor Logits(LoadedModel<ICausalLM> model)
    {
        using var batch = _rows.Pack(_rows.All);
        return model.Model.Logits(model.Model.Hidden(batch));
    }

    private static Tensor Value(LoadedModel<ICausalLM> model, string name) => model.Parameters.Find(name)!.Value;

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
