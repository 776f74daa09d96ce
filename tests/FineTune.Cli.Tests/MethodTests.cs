using System.Text.Json.Nodes;

namespace FineTune.Cli.Tests;

/// <summary>The methods that act on weights, each from its few lines of YAML.</summary>
public sealed class MethodTests : IDisposable
{
    private const string Lora = "peft:\n  r: 4\n  lora_dropout: 0.1\n  target_modules: all-linear";

    private readonly ChatPlace _place = new();

    [Theory]
    [InlineData("peft_type: ADALORA\n  init_r: 6\n  target_r: 2\n  total_step: 4\n  tfinal: 1")]
    [InlineData("peft_type: IA3")]
    [InlineData("peft_type: VERA\n  r: 16")]
    [InlineData("peft_type: LOHA\n  r: 4\n  rank_dropout: 0.2\n  module_dropout: 0.2")]
    [InlineData("peft_type: LOKR\n  r: 4\n  decompose_both: true")]
    [InlineData("r: 4\n  use_dora: true\n  lora_dropout: 0.1")]
    [InlineData("r: 4\n  init_lora_weights: pissa_niter_2\n  target_modules: all-linear")]
    public void It_trains_resumes_to_the_last_bit_and_scores_the_same_merged(string method)
    {
        var text = ChatPlace.Config.Replace(Lora, $"peft:\n  {method}", StringComparison.Ordinal);
        Assert.NotEqual(ChatPlace.Config, text);
        _place.Write("method.yaml", text);
        var result = Train("whole").Json;
        Train("halves", "training.max_steps=2");
        _place.Inside(["train", "method.yaml", "--resume", .. Settings("halves")]).Done();

        const string Weights = "adapter_model.safetensors";
        Assert.Equal(
            File.ReadAllBytes(_place.At("whole", "checkpoints", "step-000004", Weights)),
            File.ReadAllBytes(_place.At("halves", "checkpoints", "step-000004", Weights)));
        var best = (double)result["validation"]!["loss"]!;
        Assert.True(best < (double)result["baseline"]!["loss"]!);
        foreach (string[] path in new[] { ["whole/adapter"], new[] { "whole/merged", "--data", "validation.jsonl" } })
        {
            Assert.Equal(best, (double)_place.Inside(["eval", .. path, "--json"]).Done().Json["loss"]!, 4);
        }
    }

    [Fact]
    public void Of_AdaLoRA_only_the_ranks_that_it_kept_are_left()
    {
        _place.Write("method.yaml", ChatPlace.Config.Replace(
            Lora, "peft:\n  peft_type: ADALORA\n  init_r: 6\n  target_r: 2\n  tfinal: 1", StringComparison.Ordinal));
        Train("run", "evaluation.load_best_model_at_end=false");
        var json = JsonNode.Parse(File.ReadAllText(_place.At("run", "adapter", "adapter_config.json")))!;
        var kept = json["rank_pattern"]!.AsObject().Select(layer => layer.Value!.AsArray().Count(flag => (bool)flag!)).ToList();
        Assert.Equal(2 * kept.Count, kept.Sum());
        Assert.Equal(4, (int)json["total_step"]!);
    }

    [Theory]
    [InlineData("peft_type: IA3", "0.003")]
    [InlineData("r: 4", "0.0002")]
    [InlineData("peft_type: ADALORA", "0.001")]
    public void Without_a_learning_rate_the_methods_usual_one_is_taken(string method, string rate)
    {
        _place.Write("method.yaml", ChatPlace.Config
            .Replace(Lora, $"peft:\n  {method}", StringComparison.Ordinal)
            .Replace("  learning_rate: 5e-3\n", "", StringComparison.Ordinal));
        Train("run");
        Assert.Contains($"learning_rate: {rate}\n", File.ReadAllText(_place.At("run", "config.yaml")));
    }

    [Fact]
    public void A_schedule_that_the_run_is_too_short_for_is_refused_before_anything_is_written()
    {
        _place.Write("method.yaml", ChatPlace.Config.Replace(
            Lora, "peft:\n  peft_type: ADALORA\n  tinit: 3\n  tfinal: 2", StringComparison.Ordinal));
        _place.Inside(["train", "method.yaml", .. Settings("run")])
            .Refused("of 4 steps, tinit (3) and tfinal (2) leave none in which the budget shrinks");
        Assert.False(Directory.Exists(_place.At("run")));
    }

    public void Dispose() => _place.Dispose();

    // Merged in full, since a checkpoint of 16 bits rounds what is merged into it.
    private static IEnumerable<string> Settings(string folder, params IReadOnlyList<string> set) => Workplace.Set(
        [$"output.output_dir={folder}", "training.lr_scheduler_type=constant", "export.dtype=float32", .. set]);

    private CliResult Train(string folder, params IReadOnlyList<string> set) =>
        _place.Inside(["train", "method.yaml", "--json", .. Settings(folder, set)]).Done();
}
