using System.Text.Json.Nodes;

namespace FineTune.Cli.Tests;

/// <summary>Instruction tuning from config to merged model.</summary>
public sealed class LanguageModelTests(FinishedChatRun run) : IClassFixture<FinishedChatRun>
{
    private readonly ChatPlace _place = run.Place;

    [Fact]
    public void A_run_reports_scores_and_leaves_adapter_and_merged_model_in_the_fields_layouts()
    {
        var result = run.Result.Json;
        Assert.Equal("finished", (string?)result["status"]);
        Assert.True((double)result["validation"]!["loss"]! < (double)result["baseline"]!["loss"]!);
        foreach (var score in new[] { "perplexity", "mean_token_accuracy", "entropy" })
        {
            Assert.True((double)result["validation"]![score]! >= 0, score);
        }
        foreach (var file in new[]
        {
            "adapter/adapter_config.json", "adapter/adapter_model.safetensors", "adapter/README.md",
            "adapter/tokenizer.json", "adapter/chat_template.jinja", "adapter/generation_config.json",
            "merged/config.json", "merged/model.safetensors", "merged/tokenizer.json", "merged/tokenizer_config.json",
            "merged/chat_template.jinja", "merged/generation_config.json",
        })
        {
            Assert.True(File.Exists(_place.At("run", file)), $"{file} is missing");
        }
        Assert.Equal("CAUSAL_LM", (string?)Json("run/adapter/adapter_config.json")["task_type"]);
        Assert.Equal("LlamaForCausalLM", (string?)Json("run/merged/config.json")["architectures"]![0]);
    }

    [Fact]
    public void Generation_ends_where_the_answers_end()
    {
        var ends = Json("run/merged/generation_config.json")["eos_token_id"]!;
        var tokens = Json("run/merged/tokenizer.json")["added_tokens"]!.AsArray();
        var end = tokens.First(t => (string?)t!["content"] == "<|im_end|>")!["id"]!;
        Assert.Contains((int)end, ends is JsonArray list ? list.Select(id => (int)id!) : [(int)ends]);
    }

    [Fact]
    public void Run_adapter_checkpoint_and_merged_model_score_alike()
    {
        _place.Finetune("merge", "run", "--output", "merged-again").Done();
        var best = (double)run.Result.Json["validation"]!["loss"]!;
        foreach (var path in new[] { "run", "run/adapter", "run/merged", "merged-again", "run/checkpoints/best" })
        {
            string[] data = path.StartsWith("merged", StringComparison.Ordinal) ? ["--data", "validation.jsonl"] : [];
            var scores = _place.Finetune(["eval", path, "--json", .. data]).Done().Json;
            Assert.Equal(best, (double)scores["loss"]!, 4);
        }
    }

    [Fact]
    public void A_merge_tells_how_near_its_logits_are()
    {
        var merged = _place.Finetune("merge", "run", "--output", "merged-bf16", "--dtype", "bfloat16", "--json").Done().Json;
        Assert.InRange((double)merged["largest_logit_difference"]!, 0, 0.5);
        Assert.Equal("bfloat16", (string?)Json("merged-bf16/config.json")["torch_dtype"]);
    }

    [Fact]
    public void A_resumed_run_leaves_the_same_adapter_to_the_last_bit()
    {
        // The warm-up does not depend on where a run stops.
        string[] steady = ["training.lr_scheduler_type=constant"];
        _place.TrainInto("whole", steady).Done();
        _place.TrainInto("halves", [.. steady, "training.max_steps=2"]).Done();
        _place.Finetune(
            ["train", "config.yaml", "--resume", .. Workplace.Set([.. steady, "output.output_dir=halves"])]).Done();
        Assert.Equal(
            File.ReadAllBytes(_place.At("whole", "checkpoints", "step-000004", "adapter_model.safetensors")),
            File.ReadAllBytes(_place.At("halves", "checkpoints", "step-000004", "adapter_model.safetensors")));
    }

    [Fact]
    public void Without_an_adapter_the_whole_model_is_trained_saved_and_resumed()
    {
        string[] full = ["training.learning_rate=1e-3", "training.lr_scheduler_type=constant"];
        Replace("full.yaml", "peft:\n  r: 4\n  lora_dropout: 0.1\n  target_modules: all-linear", "peft: none");
        Train("full", [.. full, "training.max_steps=2"]);
        Train("full", full, "--resume");
        Train("full-at-once", full);

        Assert.False(Directory.Exists(_place.At("full", "adapter")));
        Assert.Equal(
            File.ReadAllBytes(_place.At("full-at-once", "model", "model.safetensors")),
            File.ReadAllBytes(_place.At("full", "model", "model.safetensors")));
        Assert.True((double)_place.Finetune("eval", "full", "--json").Done().Json["loss"]! > 0);

        void Train(string folder, IEnumerable<string> set, params IReadOnlyList<string> more) => _place.Finetune(
            ["train", "full.yaml", .. more, .. Workplace.Set(["output.output_dir=" + folder, .. set])]).Done();
    }

    [Fact]
    public void Packed_rows_of_running_text_are_learned_too()
    {
        _place.Write("text.jsonl", string.Concat(Enumerable.Repeat("{\"text\": \"The hen is in the house.\"}\n", 40)));
        Replace("text.yaml", "type: sft", "type: pretrain");
        var result = _place.Finetune(
            ["train", "text.yaml", "--json", .. Workplace.Set(
            [
                "output.output_dir=text", "dataset.train_file=text.jsonl", "dataset.validation_file=text.jsonl",
                "dataset.concatenate_documents=false", "dataset.packing=true", "training.precision=bf16",
            ])]).Done().Json;
        Assert.True((double)result["validation"]!["loss"]! < (double)result["baseline"]!["loss"]!);
    }

    [Theory]
    [InlineData("task.problem_type=regression", "sft has no problem type")]
    [InlineData("output.predictions=true", "sft predicts no labels")]
    [InlineData("evaluation.metric_for_best_model=accuracy", "mean_token_accuracy")]
    [InlineData("dataset.max_unsupervised_share=2", "max_unsupervised_share")]
    [InlineData("dataset.chat_template=chatmal", "chatml")]
    public void What_a_language_model_cannot_do_is_refused(string set, string saying) =>
        _place.Inside(["validate", "config.yaml", .. Workplace.Set([set])]).Refused(saying);

    [Fact]
    public void A_language_model_predicts_no_labels() =>
        _place.Inside("predict", "run", "--text", "a").Refused("is a language model");

    [Fact]
    public void A_smoke_run_leaves_all_it_promises() =>
        _place.Finetune("train", "config.yaml", "--smoke", "--json").Done();

    private JsonNode Json(string file) => JsonNode.Parse(File.ReadAllText(_place.At(file.Split('/'))))!;

    private void Replace(string file, string old, string now)
    {
        Assert.Contains(old, ChatPlace.Config, StringComparison.Ordinal);
        _place.Write(file, ChatPlace.Config.Replace(old, now, StringComparison.Ordinal));
    }
}
