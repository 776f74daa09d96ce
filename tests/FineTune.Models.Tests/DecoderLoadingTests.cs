using System.Text.Json.Nodes;
using FineTune.Formats;
using FineTune.Nn;
using FineTune.Testing;
using static TorchSharp.torch;

namespace FineTune.Models.Tests;

public sealed class DecoderLoadingTests : IDisposable
{
    private readonly TorchSharp.DisposeScope _scope = NewDisposeScope();

    [Fact]
    public void A_tied_head_is_the_token_table_and_its_gradient_the_sum_of_both_uses()
    {
        using var loaded = Decoders.Tiny("qwen2", Classifiers.OnCpu with { Adapter = new TrainsEverything() });
        Assert.Null(loaded.Parameters.Find("lm_head.weight"));
        using var batch = new TokenRows(1, 4).Pack(0);
        var table = loaded.Parameters.Find("model.embed_tokens.weight")!;
        var hidden = loaded.Model.Hidden(batch);
        loaded.Model.Logits(hidden).sum().backward();
        var both = table.Value.grad!.clone();
        table.Value.grad!.zero_();
        loaded.Model.Logits(loaded.Model.Hidden(batch).detach()).sum().backward();
        var head = table.Value.grad!.clone();
        table.Value.grad!.zero_();
        loaded.Model.Hidden(batch).mm(table.Value.detach().t()).sum().backward();
        TensorAssert.Close("sum", both, head + table.Value.grad!, Tolerance.SameResult);
    }

    [Fact]
    public void A_checkpoint_that_stores_a_tied_head_twice_loads()
    {
        var tiny = TinyCheckpoint.Of("qwen2");
        var weights = tiny.CausalWeights!();
        weights["lm_head.weight"] = weights["model.embed_tokens.weight"];
        using var loaded = Decoders.Load(tiny.Config(), weights);
        Assert.Null(loaded.Parameters.Find("lm_head.weight"));
    }

    [Fact]
    public void A_missing_head_that_is_not_tied_is_named()
    {
        var tiny = TinyCheckpoint.Of("llama");
        var weights = tiny.CausalWeights!();
        weights.Remove("lm_head.weight");
        var error = Assert.Throws<WeightsException>(() => Decoders.Load(tiny.Config(), weights));
        Assert.Contains("missing:\n    lm_head.weight [57, 32]", error.Message);
    }

    [Theory]
    [InlineData("model.layers.0.self_attn.rotary_emb.inv_freq")]
    [InlineData("score.weight")]
    public void What_old_checkpoints_and_other_tasks_stored_is_no_problem(string name)
    {
        var tiny = TinyCheckpoint.Of("llama");
        var weights = tiny.CausalWeights!();
        weights[name] = ones(4);
        using var loaded = Decoders.Load(tiny.Config(), weights);
        Assert.Null(loaded.Parameters.Find(name));
    }

    [Fact]
    public void An_encoder_is_no_decoder_and_the_decoders_are_listed()
    {
        using var folder = new TemporaryFolder();
        var error = Assert.Throws<CheckpointException>(() => Decoders.Load(TinyBert.Write(folder.Path)));
        Assert.Contains("'model_type' must be a decoder: falcon, gemma, ", error.Message);
        Assert.Contains("found 'bert'", error.Message);
    }

    [Fact]
    public void All_problems_of_a_config_are_reported_at_once()
    {
        var config = TinyCheckpoint.Of("llama").Config();
        config.Remove("vocab_size");
        config["num_key_value_heads"] = 3;
        config["hidden_act"] = "gleu";
        config["rope_scaling"] = new JsonObject { ["rope_type"] = "yarm", ["factor"] = "four" };
        config["rms_norm_eps"] = "tiny";
        var error = Assert.Throws<CheckpointException>(
            () => Decoders.Load(config, TinyCheckpoint.Of("llama").CausalWeights!()));
        foreach (var expected in new[]
        {
            "'vocab_size' is missing",
            "'num_key_value_heads' must be a divisor of num_attention_heads (4)",
            "'hidden_act' must be one of gelu, ",
            "'rope_scaling.rope_type' must be one of default, linear, dynamic, llama3, yarn, longrope",
            "'rms_norm_eps' must be a number",
        })
        {
            Assert.Contains(error.Problems, p => p.Contains(expected, StringComparison.Ordinal));
        }
    }

    [Fact]
    public void Factors_of_long_positions_must_be_as_many_as_frequencies()
    {
        var config = TinyCheckpoint.Of("phi3").Config();
        config["rope_scaling"] = new JsonObject
        {
            ["type"] = "longrope",
            ["short_factor"] = new JsonArray(1.0, 1.0, 1.0, 1.0),
            ["long_factor"] = new JsonArray(1.0, 2.0),
        };
        var error = Assert.Throws<CheckpointException>(
            () => Decoders.Load(config, TinyCheckpoint.Of("phi3").CausalWeights!()));
        Assert.Contains("'rope_scaling.long_factor' must be a list of 4 numbers above 0", error.Message);
    }

    [Fact]
    public void Noise_on_token_vectors_acts_in_training_only()
    {
        using var loaded = Decoders.Tiny("llama");
        using var batch = new TokenRows(1, 4, 2).Pack(0, 1);
        var plain = TensorAssert.Values(loaded.Model.Hidden(batch));
        loaded.Mode.EmbeddingNoise = (vectors, layout) =>
        {
            Assert.Equal([6, 32], vectors.shape);
            Assert.Equal(2, layout.Count);
            return vectors + 1;
        };
        Assert.Equal(plain, TensorAssert.Values(loaded.Model.Hidden(batch)));
        loaded.Mode.Training = true;
        Assert.NotEqual(plain, TensorAssert.Values(loaded.Model.Hidden(batch)));
    }

    public void Dispose() => _scope.Dispose();
}
