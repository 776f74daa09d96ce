namespace FineTune.Formats.Tests;

public sealed class HfConfigTests
{
    private static readonly HfConfig Bert = HfConfig.Parse(
        """
        {"model_type": "bert", "architectures": ["BertForSequenceClassification"], "hidden_size": 128, "layer_norm_eps": 1e-12,
         "use_cache": true, "classifier_dropout": null, "torch_dtype": "float16", "rope_scaling": {"factor": 8.0},
         "id2label": {"1": "good", "0": "bad"}, "label2id": {"bad": 0, "good": 1}, "problem_type": "single_label_classification"}
        """,
        "config.json");

    [Fact]
    public void Values_come_typed()
    {
        Assert.Equal("bert", Bert.ModelType);
        Assert.Equal(["BertForSequenceClassification"], Bert.Architectures);
        Assert.Equal(128, Bert.GetInt("hidden_size"));
        Assert.Equal(128.0, Bert.GetDouble("hidden_size"));
        Assert.Equal(1e-12, Bert.GetDouble("layer_norm_eps"));
        Assert.True(Bert.GetBool("use_cache"));
        Assert.Equal(DType.F16, Bert.DType);
        Assert.Equal(8.0, Bert.Section("rope_scaling")!.GetDouble("factor"));
        Assert.Equal(["bad", "good"], Bert.Labels!);
        Assert.Equal("single_label_classification", Bert.ProblemType);
    }

    [Fact]
    public void Absent_and_null_values_fall_back()
    {
        Assert.Equal(0.5, Bert.GetDouble("classifier_dropout", 0.5));
        Assert.Null(Bert.GetIntOrNull("classifier_dropout"));
        Assert.False(Bert.Has("classifier_dropout"));
        Assert.Equal(7, Bert.GetInt("nothing", 7));
        Assert.True(Bert.GetBool("nothing", fallback: true));
        Assert.Equal("gelu", Bert.GetString("nothing", "gelu"));
        Assert.Null(Bert.Section("nothing"));
        var empty = HfConfig.Parse("{}", "config.json");
        Assert.Null(empty.Labels);
        Assert.Null(empty.DType);
        Assert.Empty(empty.Architectures);
    }

    [Fact]
    public void Dtype_comes_under_its_new_name_and_with_torch_in_front()
    {
        Assert.Equal(DType.BF16, HfConfig.Parse("""{"dtype":"torch.bfloat16","torch_dtype":"float32"}""", "c").DType);
        Assert.Null(HfConfig.Parse("""{"torch_dtype":"auto"}""", "c").DType);
        var error = Assert.Throws<CheckpointException>(() => HfConfig.Parse("""{"dtype":"fp8"}""", "c").DType);
        Assert.Contains("'dtype' must be one of bool", error.Message);
    }

    [Theory]
    [InlineData("hidden_sice", "key 'hidden_sice' is missing. Did you mean 'hidden_size'?")]
    [InlineData("model_type", "'model_type' must be a whole number, found \"bert\"")]
    [InlineData("layer_norm_eps", "'layer_norm_eps' must be a whole number, found 1e-12")]
    [InlineData("rope_scaling", "'rope_scaling' must be a whole number, found {\"factor\":8.0}")]
    public void A_wrong_key_is_named_with_file_and_value(string key, string expected) =>
        Assert.Equal($"config.json: {expected}.".Replace("?.", "?"), Assert.Throws<CheckpointException>(() => Bert.GetInt(key)).Message);

    [Fact]
    public void Each_type_is_checked()
    {
        Assert.Contains("a number", Assert.Throws<CheckpointException>(() => Bert.GetDouble("model_type")).Message);
        Assert.Contains("true or false", Assert.Throws<CheckpointException>(() => Bert.GetBool("hidden_size")).Message);
        Assert.Contains("a string", Assert.Throws<CheckpointException>(() => Bert.GetString("hidden_size")).Message);
        Assert.Contains("a list of strings", Assert.Throws<CheckpointException>(() => Bert.GetStrings("hidden_size")).Message);
        Assert.Contains("an object", Assert.Throws<CheckpointException>(() => Bert.Section("hidden_size")).Message);
        Assert.Contains("'rope_scaling.typ' is missing", Assert.Throws<CheckpointException>(() => Bert.Section("rope_scaling")!.GetString("typ")).Message);
        Assert.Contains("'id2label.1' is missing", Assert.Throws<CheckpointException>(
            () => HfConfig.Parse("""{"id2label":{"0":"a","2":"b"}}""", "c").Labels).Message);
    }

    [Fact]
    public void Bind_reports_all_wrong_keys_at_once()
    {
        var error = Assert.Throws<CheckpointException>(() => Bert.Bind(config => (
            config.GetInt("hidden_size"), config.GetInt("num_layers"), config.GetString("use_cache"), config.Section("rope_scaling")!.GetInt("factor"))));
        Assert.Equal(3, error.Problems.Count);
        Assert.Equal(128, Bert.Bind(config => config.GetInt("hidden_size")));
    }

    [Fact]
    public void A_changed_copy_keeps_unknown_keys_and_leaves_the_original()
    {
        var copy = Bert.With("hidden_size", 64).With("use_cache", null).WithLabels(["no", "maybe", "yes"]);
        Assert.Equal(64, copy.GetInt("hidden_size"));
        Assert.Equal(64.0, copy.GetDouble("hidden_size"));
        Assert.False(copy.Has("use_cache"));
        Assert.Equal(["no", "maybe", "yes"], copy.Labels!);
        Assert.Equal(2, copy.Section("label2id")!.GetInt("yes"));
        Assert.Equal(8.0, copy.Section("rope_scaling")!.GetDouble("factor"));
        Assert.Equal(128, Bert.GetInt("hidden_size"));
    }

    [Fact]
    public void Keys_are_sorted_and_label_ids_by_number()
    {
        var text = HfConfig.Parse("""{"b":[],"a":{"x":1e-12}}""", "c").WithLabels([.. Enumerable.Range(0, 11).Select(id => $"l{id}")]).ToString();
        Assert.StartsWith("{\n  \"a\": {\n    \"x\": 1e-12\n  },\n  \"b\": [],\n  \"id2label\": {\n    \"0\": \"l0\",\n    \"1\": \"l1\",", text);
        Assert.Contains("\"9\": \"l9\",\n    \"10\": \"l10\"\n  }", text);
        Assert.EndsWith("}\n", text);
    }

    [SkippableFact]
    public void Golden_configs_are_written_back_byte_for_byte()
    {
        var goldens = SharedFolder.Require("goldens");
        string[] files =
        [
            .. Directory.GetFiles(goldens, "config.json", SearchOption.AllDirectories),
            .. Directory.GetFiles(goldens, "adapter_config.json", SearchOption.AllDirectories),
        ];
        Assert.NotEmpty(files);
        using var folder = new TempFolder();
        foreach (var file in files)
        {
            HfConfig.Open(file).Save(folder.File("copy.json"));
            Assert.Equal(File.ReadAllText(file).TrimEnd(), File.ReadAllText(folder.File("copy.json")).TrimEnd());
        }
    }

    [Theory]
    [InlineData("""{"a":"\ud800"}""", "half of a surrogate pair")]
    [InlineData("""{"\ud800":1}""", "half of a surrogate pair")]
    [InlineData("""{"id2label":{"0":["\udc00"]}}""", "half of a surrogate pair")]
    [InlineData("""{"a":1e999}""", "'a' must be a number, found 1e999")]
    public void Json_that_dotnet_parses_but_cannot_use_is_refused(string json, string expected) =>
        Assert.Contains(expected, Assert.Throws<CheckpointException>(() => HfConfig.Parse(json, "c").GetDouble("a")).Message);

    [Fact]
    public void A_config_that_is_not_there_or_not_json_is_refused()
    {
        using var folder = new TempFolder();
        folder.Write("conf.json", "{\n  \"a\": 1,,\n}");
        Assert.Contains("config.json: there is no such file. Did you mean 'conf.json'?", Assert.Throws<CheckpointException>(() => HfConfig.Open(folder.Path)).Message);
        Assert.Contains("conf.json:2:10: not valid JSON", Assert.Throws<CheckpointException>(() => HfConfig.Open(folder.File("conf.json"))).Message);
        Assert.Contains("found null", Assert.Throws<CheckpointException>(() => HfConfig.Parse("null", "c")).Message);
        Assert.Contains("not valid JSON", Assert.Throws<CheckpointException>(() => HfConfig.Parse("", "c")).Message);
        Assert.Contains("not valid JSON", Assert.Throws<CheckpointException>(() => HfConfig.Parse("""{"a":{"b":1,"b":2}}""", "c")).Message);
    }
}
