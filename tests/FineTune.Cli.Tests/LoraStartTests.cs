using System.Text.Json.Nodes;

namespace FineTune.Cli.Tests;

/// <summary>Beginnings of LoRA that need more than the layer: data, or its quantisation.</summary>
public sealed class LoraStartTests : IDisposable
{
    private readonly ChatPlace _place = new();
    private readonly Workplace _reviews = new();

    public void Dispose()
    {
        _place.Dispose();
        _reviews.Dispose();
    }

    [Fact]
    public void EVA_looks_at_the_rows_shares_ranks_out_and_resumes_to_the_bit()
    {
        string[] eva =
        [
            "peft={r: 3, init_lora_weights: eva, eva_config: {rho: 2}, target_modules: all-linear}",
            "training.lr_scheduler_type=constant",
        ];
        var run = _place.TrainInto("whole", eva).Done();
        Assert.Contains("EVA", run.Error, StringComparison.Ordinal);
        var adapter = JsonNode.Parse(File.ReadAllText(_place.At("whole", "adapter", "adapter_config.json")))!;
        Assert.Equal("eva", (string?)adapter["init_lora_weights"]);
        Assert.NotEmpty(adapter["rank_pattern"]!.AsObject());
        var scores = _place.Inside("eval", "whole", "--json").Done().Json;
        Assert.Equal((double)run.Json["validation"]!["loss"]!, (double)scores["loss"]!, 4);

        _place.TrainInto("halves", [.. eva, "training.max_steps=2"]).Done();
        _place.Finetune(
            ["train", "config.yaml", "--resume", .. Workplace.Set([.. eva, "output.output_dir=halves"])]).Done();
        Assert.Equal(
            File.ReadAllBytes(_place.At("whole", "checkpoints", "step-000004", "adapter_model.safetensors")),
            File.ReadAllBytes(_place.At("halves", "checkpoints", "step-000004", "adapter_model.safetensors")));
    }

    [Fact]
    public void EVA_looks_at_a_classifiers_rows_and_refuses_preferences()
    {
        _reviews.Inside(["train", "config.yaml", .. Workplace.Set(["peft={r: 3, init_lora_weights: eva}"])]).Done();
        _place.Write("pairs.jsonl", "{\"prompt\": \"a\", \"chosen\": \"b\", \"rejected\": \"c\"}\n");
        _place.Inside(
            [
                "validate", "config.yaml",
                .. Workplace.Set(["peft={init_lora_weights: eva}", "task.type=dpo", "dataset.train_file=pairs.jsonl"]),
            ])
            .Refused("only the tasks sequence_classification, sft and pretrain");
    }

    [Fact]
    public void LoftQ_quantises_the_base_tells_so_and_scores_again_and_merged_as_it_did()
    {
        var run = _reviews.TrainWith(
            "peft={r: 4, init_lora_weights: loftq, loftq_config: {loftq_iter: 2}, target_modules: all-linear}");
        Assert.Contains("the base model as LoftQ quantises it", run.Error, StringComparison.Ordinal);
        var trained = _reviews.Inside("eval", "run", "--json").Done().Json;
        var merged = _reviews.Inside("eval", "run/merged", "--json").Done().Json;
        Assert.Equal((double)trained["loss"]!, (double)merged["loss"]!, 2);
        Assert.Contains(
            "LoftQ", File.ReadAllText(_reviews.At("run", "adapter", "README.md")), StringComparison.Ordinal);
    }
}
