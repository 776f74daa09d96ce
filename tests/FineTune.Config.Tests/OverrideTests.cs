using FineTune.Config.Tests.Sample;

namespace FineTune.Config.Tests;

public sealed class OverrideTests
{
    private const string Yaml = """
        model: { model_name_or_path: bert }
        training:
          learning_rate: 1e-4
          betas: [0.9, 0.99]
        peft:
          modules_to_save: [a, b]

        """;

    [Fact]
    public void Overrides_win_over_the_file_and_later_ones_over_earlier()
    {
        string[] overrides = ["training.learning_rate=1e-3", "training.learning_rate=2e-3", "model.model_name_or_path=roberta"];
        var config = Configs.Bind(Yaml, overrides).Value;
        Assert.Equal((2e-3, "roberta"), (config.Training.LearningRate, config.Model.ModelNameOrPath));
    }

    [Fact]
    public void Missing_sections_are_made()
        => Assert.Equal(
            "runs/x", Configs.Bind(Yaml, "output.output_dir=runs/x").Value.Output.OutputDir);

    [Fact]
    public void Lists_can_be_given_whole_changed_and_extended()
    {
        Assert.Equal([0.5, 0.6], Configs.Bind(Yaml, "training.betas=[0.5, 0.6]").Value.Training.Betas);
        Assert.Equal([0.9, 0.5], Configs.Bind(Yaml, "training.betas[1]=0.5").Value.Training.Betas);
        Assert.Equal(["a", "b", "c"], Configs.Bind(Yaml, "peft.modules_to_save[2]=c").Value.Peft!.ModulesToSave);
    }

    [Fact]
    public void Keys_with_dots_are_quoted()
        => Assert.Equal(
            4, ((LoraConfig)Configs.Bind(Yaml, "peft.rank_pattern.\"layer.0\"=4").Value.Peft!).RankPattern["layer.0"]);

    [Fact]
    public void An_empty_value_is_null() => Assert.Null(Configs.Bind(Yaml, "peft=").Value.Peft);

    [Fact]
    public void A_wrong_value_is_reported_at_the_override()
        => Assert.Equal(
            "--set training.learning_rate=fast: error: 'training.learning_rate' must be a number, found 'fast'",
            Configs.Issue(Yaml, "training.learning_rate=fast"));

    [Fact]
    public void A_misspelt_override_is_reported_at_the_override()
        => Assert.Equal(
            "--set training.learning_rat=1: error: unknown key 'learning_rat' in 'training'; did you mean 'learning_rate'?",
            Configs.Issue(Yaml, "training.learning_rat=1"));

    [Theory]
    [InlineData("training.learning_rate", "an override is a path, '=' and a value; write it like '--set training.learning_rate=1e-4'")]
    [InlineData("=3", "an override is a path")]
    [InlineData("a..b=3", "an override is a path")]
    [InlineData("a[x]=3", "an override is a path")]
    [InlineData("[0]=3", "an override is a path")]
    [InlineData("training.learning_rate.x=3", "'training.learning_rate' is '1e-4', so it has no key 'x'; override 'training.learning_rate' as a whole")]
    [InlineData("training.betas[3]=1", "'training.betas' has 2 items, so there is no [3]; use [2] to add one")]
    [InlineData("training[0]=1", "'training' is a section (keys with values), not a list; override it whole: '--set training=[...]'")]
    [InlineData("peft.target_modules=*x", "no anchor '&x'")]
    [InlineData("peft.target_modules=[a", "this bracket is never closed")]
    [InlineData("peft.target_modules=@x", "put the value in quotes")]
    public void Overrides_that_cannot_be_applied_say_why(string given, string reason)
    {
        var issue = Configs.Issue(Yaml, given);
        Assert.StartsWith($"--set {given}: error: ", issue, StringComparison.Ordinal);
        Assert.Contains(reason, issue, StringComparison.Ordinal);
    }

    [Fact]
    public void All_bad_overrides_are_reported_with_the_files_mistakes_first()
        => Assert.Equal(
            [Configs.Name, "--set oops", "--set peft.q=1"],
            Configs.Issues(Yaml + "extra: 1\n", "oops", "peft.q=1").Select(issue => issue.File));
}
