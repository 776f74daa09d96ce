using System.Text.Json.Nodes;

namespace FineTune.Cli.Tests;

public sealed class RunFolderTests(FinishedRun run) : IClassFixture<FinishedRun>
{
    private readonly Workplace _place = run.Place;

    [Fact]
    public void A_run_leaves_what_the_design_promises_and_nothing_half_written()
    {
        string[] promised =
        [
            "run/config.yaml", "run/metrics.jsonl", "run/predictions.jsonl",
            "run/adapter/adapter_config.json", "run/adapter/adapter_model.safetensors", "run/adapter/README.md",
            "run/adapter/config.json", "run/adapter/tokenizer.json", "run/adapter/tokenizer_config.json",
            "run/merged/config.json", "run/merged/model.safetensors", "run/merged/tokenizer.json",
            "run/checkpoints/step-000002/adapter_model.safetensors",
            "run/checkpoints/step-000004/optimizer.safetensors", "run/checkpoints/step-000004/trainer_state.json",
        ];
        var tree = _place.Tree();

        Assert.Empty(promised.Except(tree));
        Assert.Contains(tree, f => f.StartsWith("run/events.out.tfevents.", StringComparison.Ordinal));
        Assert.DoesNotContain(tree, f => f.Contains(".tmp", StringComparison.Ordinal));
    }

    [Fact]
    public void The_result_on_standard_output_is_json_alone_and_progress_goes_to_standard_error()
    {
        var result = run.Result.Json;

        Assert.Equal("finished", (string?)result["status"]);
        Assert.Equal(4, (int?)result["steps"]);
        Assert.Equal(0.5, (double?)result["majority"]!["accuracy"]);
        Assert.All(["baseline", "validation", "test"], part => Assert.True((double?)result[part]!["loss"] > 0, part));
        Assert.Contains("step 4/4", run.Result.Error, StringComparison.Ordinal);
        Assert.Contains("before training", run.Result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Metrics_have_a_line_for_each_logged_step_and_each_evaluation()
    {
        var lines = File.ReadAllLines(_place.At("run", "metrics.jsonl")).Select(l => JsonNode.Parse(l)!).ToList();

        Assert.Equal([1, 2, 3, 4], lines.Where(l => l["learning_rate"] is not null).Select(l => (int)l["step"]!));
        Assert.Equal([0, 2, 4], lines.Where(l => l["eval_loss"] is not null).Select(l => (int)l["step"]!));
        Assert.Equal([4], lines.Where(l => l["test_loss"] is not null).Select(l => (int)l["step"]!));
    }

    [Fact]
    public void The_written_config_trains_the_same_adapter_again()
    {
        _place.Finetune(["train", "run/config.yaml", .. Workplace.Set(["output.output_dir=again"])]).Done();

        Assert.Equal(_place.AdapterBytes("run", "adapter"), _place.AdapterBytes("again", "adapter"));
    }

    [Fact]
    public void Predictions_are_in_the_order_of_the_test_rows_and_what_predict_says()
    {
        var written = File.ReadAllText(_place.At("run", "predictions.jsonl"));
        var predicted = _place.Finetune("predict", "run", "--input", "test.jsonl").Done();

        Assert.Equal(Workplace.Test.Select(r => r.Text), predicted.JsonLines.Select(l => (string)l["text"]!));
        Assert.Equal(predicted.Out, written);
    }

    [Fact]
    public void Predict_reads_plain_lines_and_writes_a_file()
    {
        _place.Write("lines.txt", "A lovely book.\r\n\nA dull hotel.\n");
        _place.Finetune("predict", "run", "--input", "lines.txt", "--output", "lines.jsonl", "--logits").Done();
        var lines = File.ReadAllLines(_place.At("lines.jsonl")).Select(l => JsonNode.Parse(l)!).ToList();

        Assert.Equal(["A lovely book.", "", "A dull hotel."], lines.Select(l => (string)l["text"]!));
        Assert.All(lines, l => Assert.Equal(2, l["logits"]!.AsArray().Count));
        Assert.All(lines, l => Assert.Equal(1.0, l["scores"]!.AsObject().Sum(s => (double)s.Value!), 5));
    }

    [Fact]
    public void Run_folder_adapter_best_checkpoint_and_merged_model_predict_alike()
    {
        _place.Finetune("merge", "run", "--output", "merged-again").Done();
        string[] paths = ["run", "run/adapter", "run/merged", "merged-again", "run/checkpoints/best"];
        var answers = paths
            .Select(path => _place.Finetune("predict", path, "--text", "A clever song.", "--logits").Done().Json).ToList();

        Assert.Single(answers.Select(a => (string)a["label"]!).Distinct());
        foreach (var i in new[] { 0, 1 })
        {
            var logits = answers.Select(a => (double)a["logits"]![i]!).ToList();
            Assert.InRange(logits.Max() - logits.Min(), 0, 1e-5);
        }
    }

    [Theory]
    [InlineData("bfloat16", 0.05)]
    [InlineData("float16", 0.01)]
    public void A_merged_model_of_less_precision_is_as_near_as_its_type_allows(string dtype, double allowed)
    {
        _place.Finetune("merge", "run", "--output", $"single-for-{dtype}", "--dtype", "float32").Done();
        var merged = _place.Finetune("merge", "run", "--output", $"merged-{dtype}", "--dtype", dtype, "--json").Done().Json;

        Assert.Equal(dtype, (string?)merged["dtype"]);
        Assert.InRange((double)merged["largest_logit_difference"]!, 0, allowed);
        Assert.InRange(
            new FileInfo(_place.At($"merged-{dtype}", "model.safetensors")).Length,
            0,
            new FileInfo(_place.At($"single-for-{dtype}", "model.safetensors")).Length * 0.6);
    }

    [Fact]
    public void Eval_says_what_the_run_said_of_its_test_data_for_every_kind_of_path()
    {
        var test = run.Result.Json["test"]!;
        foreach (var path in new[] { "run", "run/adapter", "run/merged" })
        {
            var scores = _place.Inside("eval", path, "--json").Done().Json;
            Assert.Equal((double)test["loss"]!, (double)scores["loss"]!, 5);
            Assert.Equal((double)test["accuracy"]!, (double)scores["accuracy"]!);
        }
    }

    [Fact]
    public void Eval_scores_a_file_of_another_format_by_the_models_own_labels()
    {
        // One label only: derived from this file, it would be label 0.
        _place.Write("positive.csv", Reviews.Csv(Workplace.Test.Where(r => r.Label == 1)));
        var scores = _place.Inside("eval", "run/adapter", "--data", "positive.csv", "--json").Done().Json;

        var predicted = _place.Inside("predict", "run", "--input", "positive.csv").Done().JsonLines;
        Assert.Equal(predicted.Count(p => (string?)p["label"] == "positive") / 4.0, (double)scores["accuracy"]!);
    }

    [Fact]
    public void An_unseen_label_is_told_with_its_row_and_the_nearest_name()
    {
        _place.Write("unseen.csv", "text,label\nfine,positive\nodd,positve\n");

        _place.Inside("eval", "run", "--data", "unseen.csv").Refused("unseen.csv:3", "'positve'", "'positive'");
    }

    [Fact]
    public void Texts_may_start_with_what_means_something_elsewhere()
    {
        foreach (var text in new[] { "@home it is lovely", "-5 stars", "a=b: \"quoted\"", "héllo 日本 🙂" })
        {
            var answer = _place.Inside("predict", "run", "--text", text).Done().Json;
            Assert.Equal(text, (string?)answer["text"]);
        }
    }

    [Fact]
    public void What_cannot_be_opened_or_merged_is_refused()
    {
        _place.Inside("predict", "rnu", "--text", "x").Refused("rnu is neither a run folder");
        _place.Inside("predict", "run", "--input", "tset.jsonl").Refused("tset.jsonl", "'test.jsonl'");
        _place.Inside("predict", "run", "--input", "nothing.txt").Refused("nothing.txt: there is no such file");
        _place.Inside("predict", "run", "--text", "x", "--device", "gpu").Refused("'gpu' is not a device");
        _place.Inside("merge", "run", "--output", "run/adapter").Refused("not empty");
        _place.Inside("merge", "run/merged", "--output", "twice").Refused("run/merged is merged already");
        _place.Inside("predict", "run", "--text", "x", "--base", "nowhere").Refused("nowhere");
        Assert.False(Directory.Exists(_place.At("twice")));
    }

    [Fact]
    public void A_finished_run_that_is_resumed_says_so_and_stays_as_it_is()
    {
        var before = File.GetLastWriteTimeUtc(_place.At("run", "adapter", "adapter_model.safetensors"));
        var result = _place.Inside("train", "config.yaml", "--resume").Done();

        Assert.Contains("finished already", result.Out, StringComparison.Ordinal);
        Assert.Equal(before, File.GetLastWriteTimeUtc(_place.At("run", "adapter", "adapter_model.safetensors")));
    }

    [Fact]
    public void A_finished_run_is_not_replaced_unless_asked_to()
    {
        var before = _place.Tree();

        _place.Inside("train", "config.yaml").Refused("run already holds a run", "--resume", "--overwrite");
        Assert.Equal(before, _place.Tree());
    }

    [Fact]
    public void A_run_is_not_resumed_under_other_settings_and_all_of_them_are_told()
    {
        _place.Inside(["train", "config.yaml", "--resume", .. Workplace.Set(["training.learning_rate=1e-3", "peft.r=2"])])
            .Refused("training.learning_rate: was 0.005, is 0.001", "peft.r: was 4, is 2");
    }
}
