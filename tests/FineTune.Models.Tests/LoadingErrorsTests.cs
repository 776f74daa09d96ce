using FineTune.Formats;
using FineTune.Nn;
using FineTune.Testing;
using static TorchSharp.torch;

namespace FineTune.Models.Tests;

public sealed class LoadingErrorsTests
{
    [Fact]
    public void An_unknown_model_type_lists_those_there_are()
    {
        using var scope = NewDisposeScope();
        var config = TinyBert.Config();
        config["model_type"] = "brte";
        var error = Assert.Throws<CheckpointException>(() => Classifiers.Load(config, TinyBert.Weights()));
        Assert.Contains("config.json: 'model_type' must be one of ", error.Message);
        Assert.All(ModelRegistry.All, entry => Assert.Contains(entry.ModelType, error.Message));
        Assert.Contains("found 'brte'", error.Message);
    }

    [Fact]
    public void A_config_without_model_type_says_so()
    {
        using var scope = NewDisposeScope();
        var config = TinyBert.Config();
        config.Remove("model_type");
        var error = Assert.Throws<CheckpointException>(() => Classifiers.Load(config, TinyBert.Weights()));
        Assert.Contains("'model_type' is missing", error.Message);
    }

    [Fact]
    public void All_problems_of_a_config_are_reported_at_once()
    {
        using var scope = NewDisposeScope();
        var config = TinyBert.Config();
        config.Remove("vocab_size");
        config["hidden_size"] = "wide";
        config["hidden_act"] = "gleu";
        config["position_embedding_type"] = "relative_key";
        config["is_decoder"] = true;
        config["layer_norm_eps"] = "tiny";
        config["intermediate_size"] = -1;

        var error = Assert.Throws<CheckpointException>(() => Classifiers.Load(config, TinyBert.Weights()));

        Assert.Equal(7, error.Problems.Count);
        foreach (var expected in new[]
        {
            "'vocab_size' is missing",
            "'hidden_size' must be a whole number, found",
            "'hidden_act' must be one of gelu, ",
            "'position_embedding_type' must be \"absolute\"",
            "'is_decoder' must be false",
            "'layer_norm_eps' must be a number",
            "'intermediate_size' must be at least 1",
        })
        {
            Assert.Contains(error.Problems, p => p.Contains(expected, StringComparison.Ordinal));
        }
    }

    [Fact]
    public void Heads_must_divide_the_hidden_size()
    {
        using var scope = NewDisposeScope();
        var config = TinyBert.Config();
        config["num_attention_heads"] = 5;
        var error = Assert.Throws<CheckpointException>(() => Classifiers.Load(config, TinyBert.Weights()));
        Assert.Contains("'num_attention_heads' must be a divisor of hidden_size (32), found", error.Message);
    }

    [Fact]
    public void Missing_misshapen_and_unexpected_tensors_are_listed_together_by_path()
    {
        using var scope = NewDisposeScope();
        var weights = TinyBert.Weights();
        for (var layer = 0; layer < TinyBert.Layers; layer++)
        {
            weights.Remove($"bert.encoder.layer.{layer}.attention.self.query.bias");
        }
        weights["bert.encoder.layer.1.output.dense.weight"] = ones(3, 5);
        weights["bert.encoder.layer.9.output.dense.bias"] = ones(3);

        var error = Assert.Throws<WeightsException>(() => Classifiers.Load(TinyBert.Config(), weights));

        Assert.Contains("missing:\n    bert.encoder.layer.{0..1}.attention.self.query.bias [32]", error.Message);
        Assert.Contains(
            "bert.encoder.layer.1.output.dense.weight: the checkpoint has [3, 5], the model wants [32, 64]",
            error.Message);
        Assert.Contains("unexpected:\n    bert.encoder.layer.9.output.dense.bias", error.Message);
    }

    [Theory]
    [InlineData("cls.predictions.bias")]
    [InlineData("cls.seq_relationship.weight")]
    [InlineData("qa_outputs.weight")]
    [InlineData("bert.embeddings.position_ids")]
    public void What_other_tasks_left_in_a_checkpoint_is_no_problem(string name)
    {
        using var scope = NewDisposeScope();
        var weights = TinyBert.Weights();
        weights[name] = ones(3);
        using var loaded = Classifiers.Load(TinyBert.Config(), weights);
        Assert.Null(loaded.Parameters.Find(name));
    }

    [Fact]
    public void Another_number_of_labels_needs_permission_and_then_makes_a_fresh_head()
    {
        using var scope = NewDisposeScope();
        var weights = TinyBert.Weights(labels: 2);
        var error = Assert.Throws<WeightsException>(() => Classifiers.Load(TinyBert.Config(labels: 3), weights));
        Assert.Contains("classifier.weight: the checkpoint has [2, 32], the model wants [3, 32]", error.Message);

        using var loaded = Classifiers.Load(
            TinyBert.Config(labels: 3), weights, Classifiers.OnCpu with { IgnoreMismatchedSizes = true });
        Assert.Equal(["classifier"], loaded.Parameters.FreshModules);
        Assert.Equal([1, 3], loaded.Logits(new TokenRows(1, 4), 0).shape);
    }

    [Fact]
    public void A_missing_head_is_an_error_where_only_finished_models_will_do()
    {
        using var scope = NewDisposeScope();
        var weights = TinyBert.Weights();
        weights.Remove("classifier.weight");
        weights.Remove("classifier.bias");
        var error = Assert.Throws<WeightsException>(
            () => Classifiers.Load(TinyBert.Config(), weights, Classifiers.OnCpu with { AllowFresh = false }));
        Assert.Contains("classifier.weight [2, 32]", error.Message);
    }

    [Theory]
    [InlineData("config.json")]
    [InlineData("model.safetensors")]
    public void A_folder_that_lacks_a_file_says_which(string file)
    {
        using var folder = new TemporaryFolder();
        TinyBert.Write(folder.Path);
        File.Delete(folder.At(file));
        var error = Assert.Throws<CheckpointException>(() => Classifiers.Load(folder.Path));
        Assert.Contains(file, error.Message);
    }

    [Fact]
    public void The_number_of_labels_comes_from_id2label_then_num_labels_then_two()
    {
        using var scope = NewDisposeScope();
        var named = TinyBert.Config(labels: 4);
        named["num_labels"] = 9;
        var counted = TinyBert.Config();
        counted.Remove("id2label");
        counted["num_labels"] = 3;
        var silent = TinyBert.Config();
        silent.Remove("id2label");

        Assert.Equal([4, 3, 2], new[] { named, counted, silent }
            .Select(config => BertConfig.From(HfConfig.Parse(config.ToJsonString(), "config.json")).NumLabels));
    }
}
