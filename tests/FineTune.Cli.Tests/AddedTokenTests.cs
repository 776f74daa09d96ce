using System.Text.Json.Nodes;

namespace FineTune.Cli.Tests;

/// <summary>Tokens that a run adds, from config to merged model.</summary>
public sealed class AddedTokenTests : IDisposable
{
    private static readonly string[] Tokens = ["model.add_tokens=[zyxw, '[TOOL]']", "model.add_special_tokens=['<|think|>']"];

    // The warm-up does not depend on where a run stops.
    private static readonly string[] Steady = [.. Tokens, "training.lr_scheduler_type=constant"];

    private readonly ChatPlace _place = new();
    private readonly Workplace _reviews = new();

    public void Dispose()
    {
        _place.Dispose();
        _reviews.Dispose();
    }

    [Fact]
    public void They_are_trained_saved_found_again_merged_and_trained_on()
    {
        _place.TrainInto("run", Tokens).Done();
        var adapter = Json("run/adapter/adapter_config.json");
        Assert.Equal([2048, 2049, 2050], adapter["trainable_token_indices"]!.AsArray().Select(id => (int)id!));
        Assert.Equal(2051, (int)Json("run/merged/config.json")["vocab_size"]!);
        var best = (double)_place.Inside("eval", "run", "--json").Done().Json["loss"]!;
        foreach (var path in new[] { "run/adapter", "run/merged", "run/checkpoints/best" })
        {
            Assert.Equal(best, (double)_place.Inside("eval", path, "--json").Done().Json["loss"]!, 4);
        }

        _place.Write("text.txt", "zyxw[TOOL]<|think|>\n");
        foreach (var path in new[] { "run/adapter", "run/merged" })
        {
            var ids = _place.Inside("tokenize", path, "--input", "text.txt").Done().Json["ids"]!.AsArray();
            Assert.Equal([2048, 2049, 2050], ids.Select(id => (int)id!));
        }

        var further = _place.TrainInto("further", "model.adapter_name_or_path=run/adapter").Done().Json;
        Assert.Equal(best, (double)further["baseline"]!["loss"]!, 4);
        Assert.Equal(2051, (int)Json("further/merged/config.json")["vocab_size"]!);
    }

    [Fact]
    public void A_resumed_run_leaves_the_same_adapter_to_the_last_bit()
    {
        _place.TrainInto("whole", Steady).Done();
        _place.TrainInto("halves", [.. Steady, "training.max_steps=2"]).Done();
        _place.Finetune(
            ["train", "config.yaml", "--resume", .. Workplace.Set([.. Steady, "output.output_dir=halves"])]).Done();
        Assert.Equal(
            File.ReadAllBytes(_place.At("whole", "checkpoints", "step-000004", "adapter_model.safetensors")),
            File.ReadAllBytes(_place.At("halves", "checkpoints", "step-000004", "adapter_model.safetensors")));
    }

    [Theory]
    [InlineData("peft={peft_type: TRAINABLE_TOKENS}")]
    [InlineData("peft={peft_type: IA3, modules_to_save: [embed_tokens]}")]
    [InlineData("peft={peft_type: NONE}")]
    [InlineData("model.load_in_4bit=true")]
    public void They_are_trained_by_any_method_that_has_their_rows(string method)
    {
        var result = _place.Inside(
            ["train", "config.yaml", "--json", .. Workplace.Set([.. Tokens, method])]).Done().Json;
        var folder = method.Contains("NONE", StringComparison.Ordinal) ? "run/model" : "run/merged";
        Assert.Equal(2051, (int)Json($"{folder}/config.json")["vocab_size"]!);
        var again = _place.Inside("eval", "run", "--json").Done().Json;
        Assert.Equal((double)result["validation"]!["loss"]!, (double)again["loss"]!, 4);
    }

    [Fact]
    public void A_classifier_reads_them_too()
    {
        var result = _reviews.Inside(
            ["train", "config.yaml", "--json", .. Workplace.Set(["model.add_tokens=[zyxw]"])]).Done().Json;
        var words = JsonNode.Parse(File.ReadAllText(_reviews.At("run", "merged", "config.json")))!["vocab_size"]!;
        var plain = JsonNode.Parse(File.ReadAllText(Path.Combine(Workplace.TinyBert, "config.json")))!["vocab_size"]!;
        Assert.Equal((int)plain + 1, (int)words);
        var again = _reviews.Inside("eval", "run", "--json").Done().Json;
        Assert.Equal((double)result["test"]!["loss"]!, (double)again["loss"]!, 4);
    }

    [Fact]
    public void Tokens_that_cannot_be_added_are_told_together() => _place.Inside(
        [
            "validate", "config.yaml",
            .. Workplace.Set(["model.add_tokens=[zyxw, zyxw, '<|im_end|>', ' ']", "peft={peft_type: IA3}"]),
        ])
        .Refused("'zyxw' 2 times", "'<|im_end|>', which is token 2 already", "of spaces alone");

    [Fact]
    public void A_method_without_their_rows_is_refused() => _place.Inside(
            ["validate", "config.yaml", .. Workplace.Set([.. Tokens, "peft={peft_type: IA3}"])])
        .Refused("IA3 does not train their vectors in model.embed_tokens", "modules_to_save: [embed_tokens]");

    private JsonNode Json(string file) => JsonNode.Parse(File.ReadAllText(_place.At(file.Split('/'))))!;
}
