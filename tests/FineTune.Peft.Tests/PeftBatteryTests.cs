using FineTune.Formats;
using FineTune.Nn;
using FineTune.Testing;
using static TorchSharp.torch;

namespace FineTune.Peft.Tests;

/// <summary>What holds for every method on every architecture; a new line in either registry gets all of it. Methods
/// are taken with their default settings and with those of <see cref="MethodVariants"/>.</summary>
public sealed class PeftBatteryTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly TorchSharp.DisposeScope _scope = NewDisposeScope();
    private readonly TokenRows _rows = TokenRows.Ragged(seed: 1, count: 5);

    public static TheoryData<string, string> Methods => MethodVariants.Data;

    [Fact]
    public void A_method_that_finds_nothing_to_train_in_an_architecture_says_what_to_use_instead()
    {
        Assert.NotEmpty(MethodVariants.Refused);
        Assert.All(MethodVariants.Refused, pair =>
        {
            Assert.True(Entry(pair.Method).NeedsWhatSomeLack, $"{pair.Method} refuses {pair.ModelType}");
            var refusal = Assert.Throws<PeftException>(() => Load(pair.Method, pair.ModelType));
            Assert.Contains("fix: use another method", refusal.Message, StringComparison.Ordinal);
        });
    }

    [Fact]
    public void Every_method_is_registered_once_under_its_own_name()
    {
        Assert.Distinct(PeftRegistry.All.Select(e => e.PeftType));
        Assert.Distinct(PeftRegistry.All.Select(e => e.ConfigType));
        Assert.All(PeftRegistry.All, entry =>
        {
            Assert.Equal(entry.PeftType, MethodVariants.Config(entry.PeftType).PeftType);
            Assert.Same(entry, PeftRegistry.For(MethodVariants.Config(entry.PeftType)));
        });
    }

    [Theory]
    [MemberData(nameof(Methods))]
    public void A_new_adapter_changes_nothing_unless_it_says_so(string method, string modelType)
    {
        using var model = Load(method, modelType);
        var (plain, adapted) = (AdaptedModel.PlainLogits(Base, _rows), model.Logits(_rows));
        if (Entry(method).IsIdentityAtFirst)
        {
            TensorAssert.Close("logits", plain, adapted, Tolerance.SameResult);
        }
        else
        {
            Assert.NotEqual(TensorAssert.Values(plain), TensorAssert.Values(adapted));
        }
    }

    [Theory]
    [MemberData(nameof(Methods))]
    public void The_merged_checkpoint_scores_as_the_adapted_model_or_is_refused(string method, string modelType)
    {
        using var model = Load(method, modelType);
        model.Wander(seed: 2);
        if (!Entry(method).CanMerge)
        {
            var refusal = Assert.Throws<PeftException>(
                () => Merger.Write(_folder.At("merged.safetensors"), model.Adapter, model.Parameters, float32));
            Assert.Contains(Entry(method).PeftType, refusal.Message, StringComparison.Ordinal);
            Assert.False(File.Exists(_folder.At("merged.safetensors")));
            return;
        }
        Directory.CreateDirectory(_folder.At("merged"));
        File.Copy(Path.Combine(Base, "config.json"), _folder.At("merged", "config.json"));
        Merger.Write(_folder.At("merged", "model.safetensors"), model.Adapter, model.Parameters, float32);

        var plain = AdaptedModel.PlainLogits(Base, _rows);
        var adapted = model.Logits(_rows);
        Assert.NotEqual(TensorAssert.Values(plain), TensorAssert.Values(adapted));
        TensorAssert.Close(
            "logits", adapted, AdaptedModel.PlainLogits(_folder.At("merged"), _rows), Tolerance.SameResult);
    }

    [Theory]
    [MemberData(nameof(Methods))]
    public void Merged_in_memory_it_scores_the_same_and_unmerged_every_weight_is_back_to_the_bit(
        string method, string modelType)
    {
        using var model = Load(method, modelType);
        model.Wander(seed: 2);
        if (!Entry(method).CanMerge)
        {
            Assert.Throws<PeftException>(() => model.Adapter.Merged(model.Parameters));
            return;
        }
        var adapted = model.Logits(_rows);
        var weights = model.Parameters.Base.ToDictionary(p => p.Name, p => TensorAssert.Values(p.Value));
        using (model.Adapter.Merged(model.Parameters))
        {
            // Where base weights are trained in their place there is nothing to fold in.
            Assert.Equal(
                model.Adapter.Mergeables.Count > 0,
                model.Parameters.Base.Any(p => !TensorAssert.Values(p.Value).SequenceEqual(weights[p.Name])));
            TensorAssert.Close("logits", adapted, model.Logits(_rows), Tolerance.SameResult);
            // A second time would count the adapter twice.
            Assert.Throws<PeftException>(() => model.Adapter.Merged(model.Parameters));
            Assert.Throws<PeftException>(() => model.Adapter.Disabled(model.Parameters));
        }
        Assert.All(model.Parameters.Base, p => Assert.Equal(weights[p.Name], TensorAssert.Values(p.Value)));
        Assert.Equal(TensorAssert.Values(adapted), TensorAssert.Values(model.Logits(_rows)));
    }

    [Theory]
    [MemberData(nameof(Methods))]
    public void Disabled_it_is_the_base_model_and_enabled_itself_again(string method, string modelType)
    {
        using var model = Load(method, modelType);
        model.Wander(seed: 2);
        var adapted = TensorAssert.Values(model.Logits(_rows));
        using (model.Adapter.Disabled(model.Parameters))
        {
            var plain = TensorAssert.Values(AdaptedModel.PlainLogits(Base, _rows));
            Assert.Equal(plain, TensorAssert.Values(model.Logits(_rows)));
            model.Adapter.Disabled(model.Parameters).Dispose();
            Assert.Equal(plain, TensorAssert.Values(model.Logits(_rows)));
        }
        Assert.Equal(adapted, TensorAssert.Values(model.Logits(_rows)));
    }

    [Theory]
    [MemberData(nameof(Methods))]
    public void Saved_and_opened_it_is_the_same_to_the_bit(string method, string modelType)
    {
        using var model = Load(method, modelType);
        model.Wander(seed: 2);
        model.Save(_folder.At("adapter"));

        using var again = AdaptedModel.Reopen(Base, _folder.At("adapter"));
        again.Save(_folder.At("again"));

        Assert.Equal(TensorAssert.Values(model.Logits(_rows)), TensorAssert.Values(again.Logits(_rows)));
        foreach (var file in new[] { AdapterConfigFile.FileName, AdapterFolder.WeightsName })
        {
            Assert.Equal(
                File.ReadAllBytes(_folder.At("adapter", file)), File.ReadAllBytes(_folder.At("again", file)));
        }
    }

    [Theory]
    [MemberData(nameof(Methods))]
    public void Exactly_the_adapter_and_the_head_train(string method, string modelType)
    {
        using var model = Load(method, modelType);
        model.Wander(seed: 2);
        var declared = model.Parameters.All
            .Where(p => p.Kind == ParameterKind.Adapter
                || p.Chosen
                || model.Adapter.ModulesToSave.Any(m => p.Name.StartsWith($"{m}.", StringComparison.Ordinal)))
            .ToList();
        Assert.Equal(declared, model.Parameters.Trainable);
        Assert.Contains(declared, p => p.Kind == ParameterKind.Adapter || p.Chosen);

        model.Logits(_rows).pow(2).sum().backward();

        Assert.All(declared, p => Assert.Contains(TensorAssert.Values(p.Value.grad!), g => g != 0));
        Assert.All(model.Parameters.All.Except(declared), p => Assert.Null(p.Value.grad));
    }

    [Theory]
    [MemberData(nameof(Methods))]
    public void The_file_holds_the_trained_tensors_in_float32_under_PEFTs_names(string method, string modelType)
    {
        using var model = Load(method, modelType);
        model.Save(_folder.At("adapter"));
        using var file = SafetensorsFile.Open(_folder.At("adapter", AdapterFolder.WeightsName));

        Assert.Equal(
            model.Parameters.Trainable.Select(Entry(method).KeyOf).OfType<string>()
                .Concat(model.Parameters.Trainable.Any(p => Entry(method).KeyOf(p) is null) ? ["prompt_embeddings"] : [])
                .Concat(model.Parameters.Buffers.Select(b => b.StoredAs).OfType<string>())
                .Order(StringComparer.Ordinal),
            file.Tensors.Select(t => t.Name).Order(StringComparer.Ordinal));
        Assert.All(file.Tensors, t => Assert.Equal(DType.F32, t.DType));
        var modules = model.Parameters.Base.Select(p => p.Name[..p.Name.LastIndexOf('.')]).ToHashSet();
        Assert.All(file.Tensors.Where(t => t.Name.StartsWith("base_model.model.", StringComparison.Ordinal)), t =>
        {
            var name = t.Name["base_model.model.".Length..];
            Assert.Contains(modules, module => name.StartsWith(Parent(module), StringComparison.Ordinal));
        });
    }

    [Theory]
    [MemberData(nameof(Methods))]
    public void The_config_file_holds_the_keys_that_PEFT_asks_of_every_method(string method, string modelType)
    {
        using var model = Load(method, modelType);
        model.Save(_folder.At("adapter"));
        var json = HfJson.Read(_folder.At("adapter", AdapterConfigFile.FileName));

        Assert.Equal(MethodVariants.Config(method).PeftType, (string?)json["peft_type"]);
        Assert.Equal("SEQ_CLS", (string?)json["task_type"]);
        Assert.Equal("the/base", (string?)json["base_model_name_or_path"]);
        Assert.True((bool)json["inference_mode"]!);
        Assert.Equal(["classifier", "score"], json["modules_to_save"]!.AsArray().Select(m => (string?)m));
        Assert.True(json.ContainsKey("auto_mapping"));
        Assert.True(json.ContainsKey("revision"));
    }

    [Theory]
    [MemberData(nameof(Methods))]
    public void On_a_bfloat16_base_it_trains_float32_and_scores_as_on_float32_but_for_rounding(
        string method, string modelType)
    {
        using var single = Load(method, modelType);
        // Little steps: a head that is moved far makes large logits, and their rounding with them.
        single.Wander(seed: 2, step: 0.03);
        single.Save(_folder.At("adapter"));
        using var half = AdaptedModel.Reopen(Base, _folder.At("adapter"), ScalarType.BFloat16);

        Assert.All(half.Parameters.Trainable, p => Assert.Equal(ScalarType.Float32, p.Value.dtype));
        Assert.Contains(half.Parameters.All, p => p.Value.dtype == ScalarType.BFloat16);
        // Which of a few logits is farthest off is luck; how far they are off together is not.
        var stray = (single.Logits(_rows) - half.Logits(_rows).to(float32)).square().mean().sqrt();
        TensorAssert.Close("root mean square", zeros(1), stray.view(1), Tolerance.BFloat16Mean);
    }

    [Theory]
    [MemberData(nameof(Methods))]
    public void Over_a_quantised_base_it_begins_as_the_base_learns_switches_off_and_comes_back_from_its_folder(
        string method, string modelType)
    {
        using var model = Load(method, modelType, new Quantization(QuantizationKind.Nf4, doubleQuantization: true));
        Assert.Contains(model.Parameters.Base, p => p.Frozen is not null);
        double[] quantised;
        using (model.Adapter.Disabled(model.Parameters))
        {
            quantised = TensorAssert.Values(model.Logits(_rows));
        }
        if (Entry(method).IsIdentityAtFirst)
        {
            TensorAssert.Close(
                "logits", tensor(quantised, float32).view(_rows.All.Length, -1), model.Logits(_rows), Tolerance.SameResult);
        }

        model.Wander(seed: 2);
        var adapted = model.Logits(_rows);
        Assert.NotEqual(quantised, TensorAssert.Values(adapted));
        adapted.pow(2).sum().backward();
        Assert.All(
            model.Parameters.Trainable, p => Assert.Contains(TensorAssert.Values(p.Value.grad!), g => g != 0));

        model.Save(_folder.At("adapter"));
        using var single = AdaptedModel.Reopen(Base, _folder.At("adapter"));
        Assert.All(single.Parameters.Base, p => Assert.Null(p.Frozen));
        Assert.NotEqual(TensorAssert.Values(adapted), TensorAssert.Values(single.Logits(_rows)));
        if (Entry(method).CanMerge)
        {
            using (model.Adapter.Merged(model.Parameters))
            {
                TensorAssert.Close("logits", adapted, model.Logits(_rows), Tolerance.SameResult);
            }
            Assert.Equal(TensorAssert.Values(adapted), TensorAssert.Values(model.Logits(_rows)));
        }
    }

    public void Dispose()
    {
        _scope.Dispose();
        _folder.Dispose();
    }

    private string Base => _folder.At("base");

    private static string Parent(string module) => module[..(module.LastIndexOf('.') + 1)];

    private static PeftEntry Entry(string method) => PeftRegistry.For(MethodVariants.Config(method));

    private AdaptedModel Load(string method, string modelType, FrozenStorage? storage = null)
    {
        TinyCheckpoint.Of(modelType).Write(Base);
        return AdaptedModel.Load(Base, MethodVariants.Config(method), storage: storage);
    }
}
