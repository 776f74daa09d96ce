using FineTune.Config.Tests.Sample;

namespace FineTune.Config.Tests;

public sealed class BindErrorsTests
{
    [Theory]
    [InlineData("training:\n  learning_rat: 1", "3:3", "unknown key 'learning_rat' in 'training'; did you mean 'learning_rate'?")]
    [InlineData("trainig: {}", "2:1", "unknown key 'trainig'; did you mean 'training'?")]
    [InlineData("peft:\n  learning_rate: 1", "3:3", "unknown key 'learning_rate' in 'peft' with peft_type: lora; did you mean 'training.learning_rate'?")]
    [InlineData("peft:\n  learning_rat: 1", "3:3", "unknown key 'learning_rat' in 'peft' with peft_type: lora; did you mean 'training.learning_rate'?")]
    [InlineData("output:\n  zzz: 1", "3:3", "unknown key 'zzz' in 'output'; known keys here: 'output_dir'")]
    [InlineData("peft:\n  peft_type: ia3\n  lora_alpha: 3", "4:3", "unknown key 'lora_alpha' in 'peft' with peft_type: ia3; it belongs to peft_type: lora")]
    [InlineData("peft:\n  peft_typ: ia3", "3:3", "unknown key 'peft_typ' in 'peft' with peft_type: lora; did you mean 'peft_type'?")]
    [InlineData("dataset:\n  sources:\n    - path: x\n      wieght: 3", "5:7", "unknown key 'wieght' in 'dataset.sources[0]'; did you mean 'weight'?")]
    [InlineData("training:\n  seed: 1\n  seed: 2", "4:3", "'training.seed' is given twice, first in line 3; remove one of the two")]
    [InlineData("training:\n  learning_rate: fast", "3:18", "'training.learning_rate' must be a number, found 'fast'")]
    [InlineData("training:\n  learning_rate: \"1e-4\"", "3:18", "'training.learning_rate' must be a number, found the text \"1e-4\"; remove the quotes")]
    [InlineData("training:\n  learning_rate: [1]", "3:18", "'training.learning_rate' must be a number, found a list")]
    [InlineData("training:\n  seed: 1.5", "3:9", "'training.seed' must be a whole number, found '1.5'")]
    [InlineData("training:\n  warmup_steps: 3000000000", "3:17", "'training.warmup_steps' must be between -2147483648 and 2147483647, found '3000000000'")]
    [InlineData("training:\n  learning_rate: 1e999", "3:18", "'training.learning_rate' must be a number, found '1e999'")]
    [InlineData("dataset:\n  packing: maybe", "3:12", "'dataset.packing' must be true or false, found 'maybe'")]
    [InlineData("training: 5", "2:11", "'training' must be a section (keys with values), found '5'")]
    [InlineData("training: [a]", "2:11", "'training' must be a section (keys with values), found a list")]
    [InlineData("training:\n  betas: [0.9, x]", "3:16", "'training.betas[1]' must be a number, found 'x'")]
    [InlineData("training:\n  betas: [0.9]", "3:10", "'training.betas' must have exactly 2 items, found 1")]
    [InlineData("training:\n  betas: {a: 1}", "3:10", "'training.betas' must be a list (each item a number; [] for none), found a section (keys with values)")]
    [InlineData("training:\n  betas: [0.9, 2]", "3:16", "'training.betas[1]' must be between 0 and 1, found '2'")]
    [InlineData("training:\n  learning_rate: 0", "3:18", "'training.learning_rate' must be above 0 and at most 1, found '0'")]
    [InlineData("training:\n  learning_rate: .nan", "3:18", "'training.learning_rate' must be above 0 and at most 1, found '.nan'")]
    [InlineData("training:\n  per_device_train_batch_size: 0", "3:32", "'training.per_device_train_batch_size' must be at least 1, found '0'")]
    [InlineData("peft:\n  lora_dropout: 1.4", "3:17", "'peft.lora_dropout' must be between 0 and 1, found '1.4'")]
    [InlineData("peft:\n  bias: lora_onl", "3:9", "'peft.bias' must be one of 'none', 'all', 'lora_only', found 'lora_onl'; did you mean 'lora_only'?")]
    [InlineData("training:\n  lr_scheduler_type: cosin", "3:22", "'training.lr_scheduler_type' must be one of 'linear', 'cosine', 'cosine_with_restarts', 'constant_with_warmup', found 'cosin'; did you mean 'cosine'?")]
    [InlineData("peft:\n  peft_type: loar", "3:14", "'peft.peft_type' must be one of 'lora', 'ia3', found 'loar'; did you mean 'lora'?")]
    [InlineData("peft: loar", "2:7", "'peft.peft_type' must be one of 'lora', 'ia3', found 'loar'; did you mean 'lora'?")]
    [InlineData("peft: [lora]", "2:7", "'peft' must be a section with 'peft_type', or just a name: one of 'lora', 'ia3', found a list")]
    [InlineData("peft:\n  target_modules: {a: b}", "3:19", "'peft.target_modules' must be a pattern or a list of names, found a section (keys with values)")]
    [InlineData("peft:\n  target_modules: ''", "3:19", "'peft.target_modules': an empty pattern matches nothing; name a module")]
    [InlineData("peft:\n  rank_pattern: { q: x }", "3:22", "'peft.rank_pattern.q' must be a whole number, found 'x'")]
    [InlineData("training:\n  learning_rate:", "3:3", "'training.learning_rate' has no value, it must be a number; write a value after the colon, or remove the line to take the default")]
    [InlineData("training:\n  warmup_ratio: 0.1\n  warmup_steps: 5", "3:3", "warmup_ratio and warmup_steps are both given; keep one")]
    [InlineData("peft: null\ntraining:\n  learning_rate: 0.5", "4:3", "a learning rate above 0.001 ruins a model that trains every weight; lower it, or add a peft section")]
    [InlineData("dataset:\n  sources:\n    - weight: 3", "4:7", "'dataset.sources[0]' lacks the required key 'path'; add:")]
    public void One_mistake_gives_one_message(string yaml, string place, string message)
        => Assert.StartsWith(
            $"{Configs.Name}:{place}: error: {message}", Configs.Issue(Configs.Model + yaml), StringComparison.Ordinal);

    [Fact]
    public void A_missing_section_shows_the_lines_to_add()
    {
        var issue = Assert.Single(Configs.Issues("training: {}\n"));
        Assert.Equal(
            "configs/test.yaml:1:1: error: the config lacks the required key 'model' (The checkpoint to start from); add:\n"
            + "    model:\n      model_name_or_path: google-bert/bert-base-uncased", issue.ToString());
        Assert.Equal("model", issue.Path);
    }

    [Fact]
    public void A_missing_key_shows_the_line_to_add_in_its_section()
        => Assert.Equal(
            "configs/test.yaml:2:1: error: 'model' lacks the required key 'model_name_or_path' (Folder of the checkpoint or its hub name); add:\n"
            + "    model:\n    ^\n      model_name_or_path: google-bert/bert-base-uncased",
            Assert.Single(Configs.Issues("# comment\nmodel:\n  revision: main\n")).ToString());

    [Fact]
    public void A_required_key_without_a_value_is_an_error()
        => Assert.EndsWith(
            "error: 'model.model_name_or_path' has no value, it must be text; write a value after the colon",
            Configs.Issue("model:\n  model_name_or_path:\n"), StringComparison.Ordinal);

    [Fact]
    public void Every_mistake_of_a_file_is_in_one_report_in_the_order_of_the_file()
    {
        var issues = Configs.Issues("""
            model:
              revision: main
            dataset:
              max_length: long
              max_length: 5
              paking: true
            peft:
              peft_type: lora
              r: 0
            training:
              learning_rat: 1e-4
              lr_scheduler_type: cosin
            """);
        Assert.Equal(
            [
                (1, "model.model_name_or_path"), (4, "dataset.max_length"), (5, "dataset.max_length"), (6, "dataset.paking"),
                (9, "peft.r"), (11, "training.learning_rat"), (12, "training.lr_scheduler_type"),
            ],
            issues.Select(issue => (issue.Line, issue.Path)));
    }

    [Fact]
    public void Contradictions_are_not_judged_around_values_that_could_not_be_read()
        => Assert.Contains(
            "'training.seed' must be a whole number",
            Configs.Issue(Configs.Model + "training: { warmup_ratio: 0.1, warmup_steps: 5, seed: x }"),
            StringComparison.Ordinal);

    [Fact]
    public void Contradictions_are_judged_beside_unknown_keys()
        => Assert.Equal(
            2, Configs.Issues(Configs.Model + "training: { warmup_ratio: 0.1, warmup_steps: 5, sed: 1 }").Count);

    [Fact]
    public void An_issue_prints_like_a_compilers()
        => Assert.Equal(
            """
            configs/test.yaml:4:5: error: unknown key 'learning_rat' in 'training'; did you mean 'learning_rate'?
                    learning_rat: 1e-4 # comment
                    ^
            """.ReplaceLineEndings("\n"),
            Configs.Issues(Configs.Model + "# x\ntraining:\n    learning_rat: 1e-4 # comment\n")[0].ToString());

    [Fact]
    public void A_bound_document_still_knows_where_values_were_written()
    {
        var result = Configs.Bind(Configs.Model + "lora_r: 4\ntraining:\n  seed: 1\n");
        Assert.Equal((3, 1), Place(result.Document.Locate("training.learning_rate")) with { Item2 = 1 });
        Assert.Equal((4, 3), Place(result.Document.Locate("training.seed")));
        Assert.Equal((2, 1), Place(result.Document.Locate("peft.r")));
        Assert.Equal(
            "configs/test.yaml:4:3: error: no luck; pick another\n      seed: 1\n      ^",
            result.Document.Issue("training.seed", "no luck", "pick another").ToString());
    }

    private static (int, int) Place(SourcePosition position) => (position.Line, position.Column);
}
