using System.Text.Json.Nodes;
using FineTune.Formats;
using FineTune.Testing;
using static TorchSharp.torch;

namespace FineTune.Peft.Tests;

/// <summary>Adapter folders that cannot be used, or only with care.</summary>
public sealed class AdapterFolderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly TorchSharp.DisposeScope _scope = NewDisposeScope();

    public AdapterFolderTests()
    {
        TinyBert.Write(Base);
        using var model = AdaptedModel.Load(Base, new LoraConfig());
        model.Save(Adapter);
    }

    [Fact]
    public void It_knows_what_it_is_for()
    {
        var folder = AdapterFolder.Open(Adapter);
        Assert.Equal(("the/base", "SEQ_CLS", Adapter), (folder.BaseModel, folder.TaskType, folder.Path));
        Assert.True(AdapterFolder.Exists(Adapter));
        Assert.False(AdapterFolder.Exists(Base));
    }

    [Theory]
    [InlineData(AdapterConfigFile.FileName)]
    [InlineData(AdapterFolder.WeightsName)]
    public void A_missing_file_is_named(string file)
    {
        File.Delete(Path.Combine(Adapter, file));
        var error = Assert.Throws<PeftException>(() => AdapterFolder.Open(Adapter));
        Assert.Contains($"is not an adapter folder: {file} is missing", error.Message);
    }

    [Theory]
    [InlineData("layer_replication", "[[0,1]]")]
    [InlineData("target_parameters", "[\"weight\"]")]
    [InlineData("use_qalora", "true")]
    [InlineData("alora_invocation_tokens", "[1]")]
    [InlineData("use_bdlora", "true")]
    [InlineData("init_lora_weights", "\"pissa_niter_4\"")]
    [InlineData("init_lora_weights", "\"lora_ga\"")]
    [InlineData("kasa_config", "{\"a\":1}")]
    [InlineData("init_lora_weights", "\"corda\"")]
    public void A_setting_that_would_change_the_result_is_refused(string key, string value)
    {
        Edit(json => json[key] = JsonNode.Parse(value));
        var error = Assert.Throws<PeftException>(() => AdapterFolder.Open(Adapter));
        Assert.Contains(AdapterConfigFile.FileName, error.Message);
        Assert.Contains($"{key} is {value}", error.Message);
    }

    [Fact]
    public void All_unsupported_settings_are_named_together()
    {
        Edit(json => (json["use_bdlora"], json["use_qalora"], json["init_lora_weights"]) = (true, true, "corda"));
        var error = Assert.Throws<PeftException>(() => AdapterFolder.Open(Adapter));
        Assert.Contains("use_qalora is true; use_bdlora is true; init_lora_weights is \"corda\"", error.Message);
    }

    [Theory]
    [InlineData("a_key_of_tomorrow", "{\"deep\":[1,2]}")]
    [InlineData("init_lora_weights", "\"gaussian\"")]
    [InlineData("init_lora_weights", "false")]
    [InlineData("eva_config", "{\"rho\":2.0}")]
    [InlineData("lora_bias", "false")]
    [InlineData("peft_version", "\"0.99\"")]
    public void A_key_that_does_not_change_the_result_is_tolerated(string key, string value)
    {
        Edit(json => json[key] = JsonNode.Parse(value));
        using var model = AdaptedModel.Reopen(Base, Adapter);
        Assert.Equal(4, model.AdaptedPaths.Count);
    }

    [Fact]
    public void Keys_of_tomorrow_that_are_set_are_told_of_together_and_others_are_not()
    {
        Edit(json =>
        {
            json["a_key_of_tomorrow"] = 3;
            json["one_more"] = "x";
            (json["not_set"], json["switched_off"], json["empty"]) = (null, false, new JsonObject());
            (json["peft_version"], json["megatron_core"], json["qalora_group_size"]) = ("0.99", "megatron.core", 16);
        });
        var notice = Assert.Single(AdapterFolder.Open(Adapter).Notices);
        Assert.Contains(AdapterConfigFile.FileName, notice);
        Assert.Contains("a_key_of_tomorrow (3), one_more (\"x\")", notice);
        Assert.DoesNotContain("not_set", notice);
    }

    [Fact]
    public void What_PEFT_itself_leaves_out_has_PEFTs_defaults()
    {
        File.WriteAllText(
            Path.Combine(Adapter, AdapterConfigFile.FileName),
            """{"peft_type": "LORA", "target_modules": ["query"]}""");
        var config = (LoraConfig)AdapterFolder.Open(Adapter).Config;
        Assert.Equal((8, 8.0, 0.0, false), (config.Rank, config.Alpha, config.Dropout, config.UseRslora));
        Assert.Null(config.ModulesToSave);
    }

    [Fact]
    public void An_unknown_method_lists_those_there_are()
    {
        Edit(json => json["peft_type"] = "OTHER");
        var error = Assert.Throws<PeftException>(() => AdapterFolder.Open(Adapter));
        Assert.Contains("peft_type 'OTHER' is not one of ", error.Message);
        Assert.All(PeftRegistry.All, entry => Assert.Contains(entry.PeftType, error.Message));
    }

    [Fact]
    public void A_broken_expression_is_explained()
    {
        Edit(json => json["target_modules"] = "(query");
        var error = Assert.Throws<PeftException>(() => AdapterFolder.Open(Adapter));
        Assert.Contains("target_modules is not a valid regular expression", error.Message);
    }

    [Fact]
    public void Values_of_the_wrong_type_are_reported_together()
    {
        Edit(json => (json["r"], json["lora_alpha"], json["target_modules"]) = ("eight", "much", 3));
        var error = Assert.Throws<CheckpointException>(() => AdapterFolder.Open(Adapter));
        Assert.Equal(3, error.Problems.Count);
    }

    [Fact]
    public void Missing_surplus_and_misshapen_tensors_are_listed_together()
    {
        var file = Path.Combine(Adapter, AdapterFolder.WeightsName);
        const string Prefix = "base_model.model.bert.encoder.layer.";
        var tensors = Read(file);
        tensors.Remove($"{Prefix}0.attention.self.query.lora_A.weight");
        tensors.Remove("base_model.model.classifier.bias");
        tensors[$"{Prefix}1.attention.self.value.lora_B.weight"] = ones(32, 4);
        tensors[$"{Prefix}7.attention.self.query.lora_A.weight"] = ones(8, 32);
        TensorFixture.Write(file, tensors);

        using var model = AdaptedModel.Load(Base, AdapterFolder.Open(Adapter).Config);
        var before = TensorAssert.Values(model.Parameters.Find("classifier.weight")!.Value);
        var error = Assert.Throws<PeftException>(() => AdapterFolder.Open(Adapter).LoadInto(model.Parameters));

        Assert.StartsWith($"{file}: ", error.Message);
        Assert.Contains($"missing:\n    {Prefix}0.attention.self.query.lora_A.weight\n", error.Message);
        Assert.Contains("\n    base_model.model.classifier.bias", error.Message);
        Assert.Contains(
            $"of another shape:\n    {Prefix}1.attention.self.value.lora_B.weight: the file has [32, 4], "
            + "the model wants [32, 8]",
            error.Message);
        Assert.Contains($"unexpected:\n    {Prefix}7.attention.self.query.lora_A.weight", error.Message);
        Assert.Equal(before, TensorAssert.Values(model.Parameters.Find("classifier.weight")!.Value));
    }

    [Fact]
    public void An_adapter_stored_in_half_precision_loads_into_float32()
    {
        var file = Path.Combine(Adapter, AdapterFolder.WeightsName);
        var halves = Read(file).ToDictionary(t => t.Key, t => t.Value.to(ScalarType.Float16));
        TensorFixture.Write(file, halves);
        using var model = AdaptedModel.Reopen(Base, Adapter);
        Assert.All(model.Parameters.Trainable, p =>
        {
            Assert.Equal(ScalarType.Float32, p.Value.dtype);
            Assert.Equal(
                TensorAssert.Values(halves[$"base_model.model.{p.Name}"]), TensorAssert.Values(p.Value));
        });
    }

    public void Dispose()
    {
        _scope.Dispose();
        _folder.Dispose();
    }

    private string Base => _folder.At("base");

    private string Adapter => _folder.At("adapter");

    private static Dictionary<string, Tensor> Read(string path)
    {
        using var file = new TensorFixture(path);
        return file.Names.ToDictionary(n => n, n => file[n], StringComparer.Ordinal);
    }

    private void Edit(Action<JsonObject> change)
    {
        var path = Path.Combine(Adapter, AdapterConfigFile.FileName);
        var json = HfJson.Read(path);
        change(json);
        HfJson.Write(path, json);
    }
}
