using System.Text.Json.Nodes;

namespace FineTune.Cli.Tests;

public sealed class TrainTests : IDisposable
{
    private readonly Workplace _place = new();

    public void Dispose() => _place.Dispose();

    [Fact]
    public void The_same_rows_train_the_same_adapter_from_any_format()
    {
        _place.Write("train.csv", Reviews.Csv(Workplace.Train));
        _place.Write("train.tsv", Reviews.Tsv(Workplace.Train));
        foreach (var format in new[] { "jsonl", "csv", "tsv" })
        {
            _place.TrainWith($"dataset.train_file=train.{format}", $"output.output_dir={format}").Done();
        }

        Assert.Equal(_place.AdapterBytes("jsonl", "adapter"), _place.AdapterBytes("csv", "adapter"));
        Assert.Equal(_place.AdapterBytes("jsonl", "adapter"), _place.AdapterBytes("tsv", "adapter"));
    }

    [Fact]
    public void The_best_checkpoint_is_what_is_left()
    {
        // The loss falls, so the most of it is at the first evaluation.
        _place.TrainWith(
            "evaluation.eval_steps=1", "training.save_steps=1",
            "evaluation.metric_for_best_model=eval_loss", "evaluation.greater_is_better=true").Done();
        var losses = File.ReadAllLines(_place.At("run", "metrics.jsonl")).Select(l => JsonNode.Parse(l)!)
            .Where(l => l["eval_loss"] is not null && (int)l["step"]! > 0)
            .ToDictionary(l => (int)l["step"]!, l => (double)l["eval_loss"]!);
        var best = losses.MaxBy(l => l.Value).Key;

        Assert.NotEqual(4, best);
        Assert.Equal(_place.AdapterBytes("run", "checkpoints", $"step-{best:D6}"), _place.AdapterBytes("run", "adapter"));
    }

    [Fact]
    public void Several_labels_a_row_train_and_predict()
    {
        _place.Write("several.csv", "text,label\na warm and funny film,warm;funny\na funny one,funny\na warm soup,warm\ndull,\n");
        _place.TrainWith([.. Only("several.csv"), "task.problem_type=multi_label_classification", "dataset.label_separator=;"])
            .Done();
        var answer = _place.Inside("predict", "run", "--text", "a warm and funny film").Done().Json;

        Assert.NotNull(answer["labels"]);
        Assert.Equal(["funny", "warm"], answer["scores"]!.AsObject().Select(s => s.Key));
    }

    [Fact]
    public void Numbers_train_and_predict()
    {
        _place.Write("numbers.jsonl", string.Concat(Workplace.Train.Select(r =>
            new JsonObject { ["text"] = r.Text, ["label"] = r.Label + 0.5 }.ToJsonString() + "\n")));
        var result = _place.Finetune(
            ["train", "config.yaml", "--json", .. Workplace.Set(
                [.. Only("numbers.jsonl"), "task.problem_type=regression", "dataset.validation_split=0.2",
                    "evaluation.metric_for_best_model=pearson"])]).Done();
        var answer = _place.Inside("predict", "run", "--text", "a lovely hotel").Done().Json;

        Assert.True((double)result.Json["validation"]!["mse"]! > 0);
        Assert.Null(answer["label"]);
        Assert.True(double.IsFinite((double)answer["score"]!));
    }

    [Fact]
    public void Pairs_of_texts_train_and_predict_by_the_runs_own_columns()
    {
        _place.Write("pairs.tsv", "premise\thypothesis\tverdict\n" + string.Concat(Workplace.Train.Select(r =>
            $"{r.Text}\tIt was {(r.Label == 1 ? "good" : "bad")}.\t{r.Label}\n")));
        _place.TrainWith(
            [.. Only("pairs.tsv"), "dataset.columns.text=premise", "dataset.columns.text_pair=hypothesis",
                "dataset.columns.label=verdict"]).Done();
        var pair = _place.Finetune(
            "predict", "run", "--text", "A dull soup.", "--text-pair", "It was bad.", "--logits").Done().Json;
        var alone = _place.Inside("predict", "run", "--text", "A dull soup.", "--logits").Done().Json;
        var rows = _place.Inside("predict", "run", "--input", "pairs.tsv").Done().JsonLines;

        Assert.Equal("It was bad.", (string?)pair["text_pair"]);
        Assert.NotEqual(pair["logits"]!.ToJsonString(), alone["logits"]!.ToJsonString());
        Assert.Equal(Workplace.Train.Select(r => r.Text), rows.Select(r => (string)r["text"]!));
        Assert.All(rows, r => Assert.NotNull(r["text_pair"]));

        // A file with other names than the run's is read by common ones.
        _place.Write("others.csv", "sentence1,sentence2,label\nA dull soup.,It was bad.,0\n");
        var other = _place.Finetune("predict", "run", "--input", "others.csv", "--logits").Done();
        Assert.Equal(pair.ToJsonString(), other.JsonLines.Single().ToJsonString());
        Assert.Contains("columns inferred: text = 'sentence1', text_pair = 'sentence2'", other.Error);
        Assert.True(double.IsFinite((double)_place.Inside("eval", "run", "--data", "others.csv", "--json").Done().Json["loss"]!));
    }

    [Fact]
    public void A_smoke_run_exercises_everything_in_a_folder_of_its_own()
    {
        var result = _place.Finetune(
            ["train", "config.yaml", "--smoke", "--json", .. Workplace.Set(["training.max_steps=100000"])]).Done();
        var tree = _place.Tree();

        Assert.Equal(4, (int)result.Json["steps"]!);
        Assert.Equal("run-smoke", (string?)result.Json["output_dir"]);
        Assert.Contains("run-smoke/merged/model.safetensors", tree);
        Assert.Contains("run-smoke/predictions.jsonl", tree);
        Assert.DoesNotContain("run", tree);
        _place.Finetune("train", "config.yaml", "--smoke").Done();
    }

    [Fact]
    public void Overwriting_replaces_the_run_and_spares_what_is_not_of_it()
    {
        _place.TrainWith("training.max_steps=2").Done();
        _place.Write("run/notes.md", "mine");
        _place.Finetune(
            ["train", "config.yaml", "--overwrite", .. Workplace.Set(["training.max_steps=1", "export.merged=false"])]).Done();
        var tree = _place.Tree();

        Assert.Contains("run/notes.md", tree);
        Assert.Contains("run/checkpoints/step-000001", tree);
        Assert.DoesNotContain("run/checkpoints/step-000002", tree);
        Assert.DoesNotContain("run/merged", tree);
        Assert.Single(tree, f => f.Contains("tfevents", StringComparison.Ordinal));
    }

    [Fact]
    public void Early_stopping_stops_and_says_so()
    {
        var result = _place.Finetune(
            ["train", "config.yaml", "--json", .. Workplace.Set(
                ["training.max_steps=50", "evaluation.eval_steps=1", "evaluation.early_stopping_patience=2",
                    "evaluation.greater_is_better=true"])]).Done();

        Assert.Equal("stopped_early", (string?)result.Json["status"]);
        Assert.InRange((int)result.Json["steps"]!, 3, 49);
    }

    [Fact]
    public void Without_validation_data_the_run_says_once_that_it_is_not_scored()
    {
        var result = _place.TrainWith([.. Only("train.jsonl"), "output.predictions=true"]).Done();

        Assert.Single(result.Error.Split('\n'), l => l.Contains("there is no validation data", StringComparison.Ordinal));
        Assert.Single(result.Error.Split('\n'), l => l.Contains("there is no test data", StringComparison.Ordinal));
        Assert.DoesNotContain("eval ", result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1e-6", true)]
    [InlineData("0.5", true)]
    [InlineData("1e-3", false)]
    public void A_learning_rate_far_from_what_LoRA_wants_is_remarked_on(string rate, bool remarked)
    {
        var result = _place.Inside(["validate", "config.yaml", .. Workplace.Set([$"training.learning_rate={rate}"])]).Done();

        Assert.Equal(remarked, result.Error.Contains("where LoRA usually learns", StringComparison.Ordinal));
    }

    [Fact]
    public void Validating_writes_nothing()
    {
        var before = _place.Tree();
        var ready = _place.Inside("validate", "config.yaml", "--json").Done().Json;

        Assert.Equal(before, _place.Tree());
        Assert.Equal((26, 8, 8, 4), Rows(ready));
        Assert.Equal(["negative", "positive"], ready["labels"]!.AsArray().Select(l => (string)l!));
    }

    private static (int Train, int Validation, int Test, int Steps) Rows(JsonNode ready) =>
        ((int)ready["train_rows"]!, (int)ready["validation_rows"]!, (int)ready["test_rows"]!, (int)ready["steps"]!);

    private static IReadOnlyList<string> Only(string trainFile) =>
    [
        $"dataset.train_file={trainFile}", "dataset.validation_file=[]", "dataset.test_file=[]", "output.predictions=false",
    ];
}
