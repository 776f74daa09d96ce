using FineTune.Formats;
using FineTune.Testing;
using static TorchSharp.torch;

namespace FineTune.Peft.Tests;

public sealed class LoraTests : IDisposable
{
    private const string Query = "bert.encoder.layer.0.attention.self.query";

    private readonly TemporaryFolder _folder = new();
    private readonly TorchSharp.DisposeScope _scope = NewDisposeScope();

    public LoraTests() => TinyBert.Write(Base);

    [Fact]
    public void A_starts_uniform_within_one_over_the_root_of_its_inputs_and_B_at_zero()
    {
        using var model = AdaptedModel.Load(Base, new LoraConfig { Rank = 16 });
        var bound = 1 / Math.Sqrt(TinyBert.HiddenSize);
        var a = Values(model, "lora_A.weight");
        Assert.Equal([16, TinyBert.HiddenSize], model.Parameters.Find($"{Query}.lora_A.weight")!.Value.shape);
        Assert.Equal([TinyBert.HiddenSize, 16], model.Parameters.Find($"{Query}.lora_B.weight")!.Value.shape);
        Assert.All(a, v => Assert.InRange(v, -bound, bound));
        TensorAssert.Close("mean", 0, a.Average() / bound, Tolerance.Sampling);
        TensorAssert.Close("mean square", 1 / 3.0, a.Average(v => v * v) / (bound * bound), Tolerance.Sampling);
        Assert.All(Values(model, "lora_B.weight"), v => Assert.Equal(0, v));
    }

    [Theory]
    [InlineData(4, 16.0, false, 4.0)]
    [InlineData(4, 16.0, true, 8.0)]
    [InlineData(16, 1.0, false, 0.0625)]
    [InlineData(16, 1.0, true, 0.25)]
    public void The_update_is_scaled_by_alpha_over_the_rank_or_over_its_root(
        int rank, double alpha, bool rankStabilised, double scaling)
    {
        var config = new LoraConfig { Rank = rank, Alpha = alpha, UseRslora = rankStabilised };
        using var model = AdaptedModel.Load(Base, config);
        model.Wander(seed: 2);
        var merged = Merged(model, float32);
        var weight = model.Parameters.Find($"{Query}.weight")!.Value;

        Assert.Equal(scaling, config.ScalingOf("any.layer"));
        TensorAssert.Close(
            "update", UpdateOf(model) * scaling, merged[$"{Query}.weight"] - weight, Tolerance.SameResult);
    }

    [Theory]
    [InlineData(ScalarType.BFloat16, ScalarType.Float32)]
    [InlineData(ScalarType.Float16, ScalarType.Float32)]
    [InlineData(ScalarType.BFloat16, ScalarType.BFloat16)]
    [InlineData(ScalarType.Float32, ScalarType.BFloat16)]
    public void Merging_adds_in_float32_and_rounds_once(ScalarType written, ScalarType baseType)
    {
        using var model = AdaptedModel.Load(Base, new LoraConfig { Rank = 4, Alpha = 8 }, dtype: baseType);
        FillWithMultiplesOf(1.0 / 256, model);
        var weight = model.Parameters.Find($"{Query}.weight")!.Value;
        var update = UpdateOf(model) * 2;                                      // exact in float32, whatever the order

        var actual = Merged(model, written)[$"{Query}.weight"];

        Assert.Equal(written, actual.dtype);
        Assert.Equal(
            TensorAssert.Values((weight.to(float32) + update).to(written)), TensorAssert.Values(actual));
        // The case can tell: rounding the update or the base before adding gives something else.
        if (written != ScalarType.Float32)
        {
            Assert.NotEqual(
                TensorAssert.Values(weight.to(written) + update.to(written)), TensorAssert.Values(actual));
        }
    }

    [Fact]
    public void Merging_writes_every_base_tensor_the_trained_head_and_no_adapter()
    {
        using var model = AdaptedModel.Load(Base, new LoraConfig());
        model.Wander(seed: 2);
        var merged = Merged(model, float32);
        Assert.Equal(TinyBert.Weights().Keys.Order(StringComparer.Ordinal), merged.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(
            TensorAssert.Values(model.Parameters.Find("classifier.weight")!.Value),
            TensorAssert.Values(merged["classifier.weight"]));
    }

    [Fact]
    public void Its_keys_are_PEFTs()
    {
        using var model = AdaptedModel.Load(Base, new LoraConfig { TargetModules = TargetModules.List(["query"]) });
        model.Save(_folder.At("adapter"));
        using var file = new TensorFixture(_folder.At("adapter", AdapterFolder.WeightsName));
        Assert.Equal(
            [
                "base_model.model.bert.encoder.layer.0.attention.self.query.lora_A.weight",
                "base_model.model.bert.encoder.layer.0.attention.self.query.lora_B.weight",
                "base_model.model.bert.encoder.layer.1.attention.self.query.lora_A.weight",
                "base_model.model.bert.encoder.layer.1.attention.self.query.lora_B.weight",
                "base_model.model.classifier.bias",
                "base_model.model.classifier.weight",
            ],
            file.Names.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Its_config_file_has_the_keys_of_PEFTs_own_with_values_of_their_types()
    {
        using var model = AdaptedModel.Load(Base, new LoraConfig { Rank = 4, Alpha = 16, Dropout = 0.25 });
        model.Save(_folder.At("adapter"));
        var json = HfJson.Read(_folder.At("adapter", AdapterConfigFile.FileName));
        var reference = HfJson.Read(
            Checkout.At("tests", "goldens", "bert_lora", "adapter", AdapterConfigFile.FileName));

        Assert.Empty(reference.Select(e => e.Key).Except(json.Select(e => e.Key)));
        Assert.All(reference, e => Assert.Equal(e.Value?.GetValueKind(), json[e.Key]?.GetValueKind()));
        Assert.Equal("4 16 0.25", $"{json["r"]} {json["lora_alpha"]} {json["lora_dropout"]}");
    }

    [Fact]
    public void Settings_survive_the_folder()
    {
        var config = new LoraConfig
        {
            Rank = 3,
            Alpha = 2.5,
            Dropout = 0.1,
            UseRslora = true,
            TargetModules = TargetModules.Parse(@".*\.query"),
            ExcludeModules = TargetModules.List(["1.attention.self.query"]),
            ModulesToSave = ["pooler"],
        };
        using var model = AdaptedModel.Load(Base, config);
        model.Save(_folder.At("adapter"));
        var read = (LoraConfig)AdapterFolder.Open(_folder.At("adapter")).Config;

        Assert.Equal((3, 2.5, 0.1, true), (read.Rank, read.Alpha, read.Dropout, read.UseRslora));
        Assert.Equal(@".*\.query", read.TargetModules!.Text);
        Assert.Equal(["1.attention.self.query"], read.ExcludeModules!.Names);
        Assert.Equal(["classifier", "score", "pooler"], read.ModulesToSave);
    }

    [Theory, Seeds(3)]
    public void Its_dropout_acts_on_the_adapter_alone(int seed)
    {
        var config = new LoraConfig { Rank = 2, Dropout = 0.5, TargetModules = TargetModules.List(["q"]) };
        using var build = new OneLayer(config);
        using var random = new Generator((ulong)seed);
        var input = randn([6, 4], generator: random);
        build.Mode.Training = true;

        // With B at zero whatever the adapter's branch drops is multiplied by nothing.
        Assert.Equal(TensorAssert.Values(build.Plain(input)), Forward());
        using (no_grad())
        {
            build.Parameters.Find("q.lora_B.weight")!.Value.fill_(1);
        }
        Assert.NotEqual(Forward(), Forward());
        build.Mode.Training = false;
        Assert.Equal(Forward(), Forward());

        double[] Forward() => TensorAssert.Values(build.Layer.Forward(input));
    }

    public void Dispose()
    {
        _scope.Dispose();
        _folder.Dispose();
    }

    private string Base => _folder.At("base");

    private static double[] Values(AdaptedModel model, string end) =>
    [
        .. model.Parameters.Trainable
            .Where(p => p.Name.EndsWith(end, StringComparison.Ordinal))
            .SelectMany(p => TensorAssert.Values(p.Value)),
    ];

    private static Tensor UpdateOf(AdaptedModel model)
    {
        using var guard = no_grad();
        return model.Parameters.Find($"{Query}.lora_B.weight")!.Value.mm(
            model.Parameters.Find($"{Query}.lora_A.weight")!.Value);
    }

    /// <summary>Small multiples of a power of two: their products and sums are exact in float32.</summary>
    private static void FillWithMultiplesOf(double unit, AdaptedModel model)
    {
        using var guard = no_grad();
        using var random = new Generator(3);
        foreach (var parameter in model.Parameters.Trainable)
        {
            parameter.Value.copy_(randn(parameter.Value.shape, generator: random).mul_(20).round().mul_(unit));
        }
    }

    private Dictionary<string, Tensor> Merged(AdaptedModel model, ScalarType dtype)
    {
        var path = _folder.At("merged.safetensors");
        Merger.Write(path, model.Adapter, model.Parameters, dtype);
        using var file = new TensorFixture(path);
        return file.Names.ToDictionary(n => n, n => file[n], StringComparer.Ordinal);
    }
}
