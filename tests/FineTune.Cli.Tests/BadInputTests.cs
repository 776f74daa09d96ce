namespace FineTune.Cli.Tests;

/// <summary>What a user can get wrong in a config and its data: exit code 2, the place, the nearest name, no stack trace, nothing written.</summary>
public sealed class BadInputTests : IDisposable
{
    private readonly Workplace _place = new();

    public void Dispose() => _place.Dispose();

    [Fact]
    public void Everything_wrong_with_a_config_is_told_in_one_report()
    {
        _place.Write("config.yaml", $"""
            modle:
              model_name_or_path: {Workplace.TinyBert}
            dataset:
              train_file: tran.jsonl
              max_length: many
              max_length: 32
            training:
              learning_rte: 1e-3
              max_steps: 1.5
            evaluation:
              eval_strategy: epochs
            """);

        Refuse(
            "config.yaml:1:1: error: unknown key 'modle'", "did you mean 'model'?",
            "config.yaml:4:15: error:", "'tran.jsonl' does not exist", "did you mean 'train.jsonl'?",
            "'dataset.max_length' must be a whole number", "config.yaml:6:3: error: 'dataset.max_length' is given twice",
            "config.yaml:8:3: error: unknown key 'learning_rte'", "did you mean 'learning_rate'?",
            "config.yaml:9:14: error:",
            "config.yaml:11:18: error:", "did you mean 'epoch'?",
            "lacks the required key 'output'");
    }

    [Fact]
    public void An_override_that_leads_nowhere_is_told_with_the_nearest_key() =>
        Refuse(["trainin.max_steps=3", "training.max_step=3"], "--set training.max_step=3", "did you mean 'max_steps'?",
            "--set trainin.max_steps=3", "did you mean 'training'?");

    [Fact]
    public void A_config_that_is_not_there_is_told_with_the_nearest_file() =>
        _place.Inside("train", "confg.yaml").Refused("confg.yaml", "did you mean 'config.yaml'?");

    [Fact]
    public void Data_checkpoint_and_adapter_are_all_looked_at_before_the_report()
    {
        _place.Write("train.jsonl", "{\"a\": \"x\", \"b\": \"y\", \"label\": 0}\n");

        Refuse(
            ["peft.target_modules=[qury]", "training.device=cuda:77"],
            "no column for text", "found 'a', 'b', 'label'", "cuda:77 is asked for");
        Refuse(["peft.target_modules=[qury]"],
            "no column for text", "matches no linear layer", "bert.encoder.layer.{0..3}.attention.self.query");
    }

    [Fact]
    public void A_quote_that_never_closes_is_told_with_its_line()
    {
        _place.Write("broken.csv", "text,label\nfine,positive\n\"never closed,negative\nlast,positive\n");

        Refuse(["dataset.train_file=broken.csv"], "broken.csv:3: a quote opens here and never closes");
    }

    [Fact]
    public void A_missing_column_is_told_with_the_columns_there_are()
    {
        _place.Write("columns.csv", "review,verdict,stars\nfine,positive,3\n");

        Refuse(["dataset.train_file=columns.csv", "dataset.columns.text=reveiw"],
            "columns.csv", "'reveiw'", "found 'review', 'verdict', 'stars'", "Did you mean 'review'?");
    }

    [Fact]
    public void Rows_that_are_wrong_are_told_together()
    {
        _place.Write("rows.jsonl", "{\"text\": \"a\", \"label\": \"x\"}\n{\"text\": 3, \"label\": \"y\"}\n{\"text\": \n[1]\n");

        Refuse(["dataset.train_file=rows.jsonl"], "3 problems:", "rows.jsonl:2", "rows.jsonl:3", "rows.jsonl:4");
    }

    [Fact]
    public void A_label_unseen_in_training_is_told_with_its_row()
    {
        _place.Write("validation.jsonl", "{\"text\": \"a\", \"label\": \"positive\"}\n{\"text\": \"b\", \"label\": \"negativ\"}\n");

        Refuse("validation.jsonl:2: label 'negativ' is not in the training data", "Did you mean 'negative'?");
    }

    [Theory]
    [InlineData("empty.jsonl", "")]
    [InlineData("empty.csv", "text,label\n")]
    public void A_data_set_without_rows_is_refused(string file, string text)
    {
        _place.Write(file, text);

        Refuse([$"dataset.train_file={file}"], $"{file}: no rows in it");
    }

    [Fact]
    public void A_metric_that_does_not_exist_is_told_before_the_first_step() =>
        Refuse(["evaluation.metric_for_best_model=acuracy"],
            "'acuracy' is not a score of this task", "f1_macro", "did you mean 'accuracy'?");

    [Fact]
    public void Settings_that_contradict_each_other_are_told_at_their_places()
    {
        _place.Write("config.yaml", Workplace.Config
            .Replace("  validation_file: validation.jsonl\n", "", StringComparison.Ordinal)
            .Replace("  eval_steps: 2", "  early_stopping_patience: 3", StringComparison.Ordinal)
            .Replace("max_steps: 4", "num_train_epochs: 0", StringComparison.Ordinal));

        Refuse(
            "config.yaml:14:3: error: this makes a run of no steps",
            "config.yaml:19:3: error: early stopping watches the validation score, but there is no validation data");
        Refuse(["evaluation.eval_strategy=no"], "early stopping watches the validation score, but eval_strategy is no");
        Refuse(
            ["training.lr_scheduler_type=polynomial", "training.lr_scheduler_kwargs.lr_end=0.1"],
            "the polynomial schedule falls to 1.0e-1, which is not below training.learning_rate");
    }

    [Fact]
    public void An_adapter_that_fits_nowhere_is_told_with_the_layers_there_are()
    {
        Refuse(["peft.target_modules=[query, valu]"], "names no linear layer with: valu");
        Refuse(["peft.target_modules='(query'"], "not a valid regular expression");
        Refuse(["peft.r=1000"], "peft.r is 1000");
    }

    [Fact]
    public void An_output_folder_that_is_no_run_is_left_alone()
    {
        _place.Write("taken/config.yaml", "someone: else's");
        _place.Write("file", "");

        Refuse(["output.output_dir=taken"], "taken is not empty and was not made by a run");
        _place.Inside(["train", "config.yaml", "--overwrite", .. Workplace.Set(["output.output_dir=taken"])])
            .Refused("taken is not empty and was not made by a run");
        Refuse(["output.output_dir=file"], "file is a file");
        Assert.Equal("someone: else's", File.ReadAllText(_place.At("taken", "config.yaml")));
    }

    [Fact]
    public void There_is_nothing_to_resume_where_there_is_no_run() =>
        _place.Inside("train", "config.yaml", "--resume").Refused("run holds no checkpoint to resume from");

    private void Refuse(params IReadOnlyList<string> saying) => Refuse([], saying);

    private void Refuse(IReadOnlyList<string> set, params IReadOnlyList<string> saying)
    {
        var before = _place.Tree();
        _place.Inside(["train", "config.yaml", .. Workplace.Set(set)]).Refused(saying);
        Assert.Equal(before, _place.Tree());
    }
}
