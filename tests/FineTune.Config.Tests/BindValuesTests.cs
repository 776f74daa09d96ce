using FineTune.Config.Tests.Sample;

namespace FineTune.Config.Tests;

public sealed class BindValuesTests
{
    [Fact]
    public void Keys_that_are_not_given_keep_their_defaults()
    {
        var config = Configs.Bind(Configs.Model).Value;
        Assert.Equal(
            (2e-4, 8, 42L),
            (config.Training.LearningRate, config.Training.PerDeviceTrainBatchSize, config.Training.Seed));
        Assert.Equal(new LoraConfig().Rank, Assert.IsType<LoraConfig>(config.Peft).Rank);
    }

    [Theory]
    [InlineData("1e-4", 1e-4)]
    [InlineData("2E-5", 2e-5)]
    [InlineData("2.0e-05", 2e-5)]
    [InlineData(".5", 0.5)]
    [InlineData("1", 1)]
    [InlineData("1.", 1)]
    [InlineData("+0.1", 0.1)]
    [InlineData("0.000_1", 1e-4)]
    public void Numbers_are_read_as_people_write_them(string text, double value)
        => Assert.Equal(
            value, Configs.Bind($"{Configs.Model}training: {{ learning_rate: {text} }}").Value.Training.LearningRate);

    [Theory]
    [InlineData("1_000", 1000)]
    [InlineData("1e3", 1000)]
    [InlineData("4.0", 4)]
    [InlineData("007", 7)]
    [InlineData("2147483647", int.MaxValue)]
    public void Whole_numbers_are_read_as_people_write_them(string text, int value)
        => Assert.Equal(
            value, Configs.Bind($"{Configs.Model}training: {{ warmup_steps: {text} }}").Value.Training.WarmupSteps);

    [Fact]
    public void Long_integers_keep_every_digit()
        => Assert.Equal(
            9007199254740993,
            Configs.Bind($"{Configs.Model}training: {{ seed: 9007199254740993 }}").Value.Training.Seed);

    [Theory]
    [InlineData("true", true)]
    [InlineData("False", false)]
    [InlineData("yes", true)]
    [InlineData("off", false)]
    public void Booleans_are_read_as_people_write_them(string text, bool value)
        => Assert.Equal(value, Configs.Bind($"{Configs.Model}dataset: {{ packing: {text} }}").Value.Dataset.Packing);

    [Theory]
    [InlineData("cosine_with_restarts")]
    [InlineData("COSINE_WITH_RESTARTS")]
    [InlineData("cosine-with-restarts")]
    public void Choices_are_read_in_any_case(string text)
        => Assert.Equal(
            SchedulerType.CosineWithRestarts,
            Configs.Bind($"{Configs.Model}training: {{ lr_scheduler_type: {text} }}").Value.Training.LrSchedulerType);

    [Fact]
    public void A_choice_may_have_its_own_spelling()
        => Assert.Equal(DType.BFloat16, Configs.Bind("model: { model_name_or_path: x, dtype: bfloat16 }").Value.Model.Dtype);

    [Theory]
    [InlineData("1e5")]
    [InlineData("true")]
    [InlineData("0123")]
    public void Text_that_looks_like_something_else_stays_text(string text)
        => Assert.Equal(text, Configs.Bind($"model: {{ model_name_or_path: x, revision: {text} }}").Value.Model.Revision);

    [Fact]
    public void Null_is_read_where_the_property_allows_it()
    {
        var config = Configs.Bind($"{Configs.Model}peft: null\ntraining: {{ warmup_ratio: ~ }}").Value;
        Assert.Null(config.Peft);
        Assert.Null(config.Training.WarmupRatio);
    }

    [Fact]
    public void A_section_left_empty_asks_for_its_defaults()
        => Assert.Equal(2e-4, Configs.Bind(Configs.Model + "training:\n").Value.Training.LearningRate);

    [Fact]
    public void A_single_value_is_a_list_of_one()
    {
        const string Yaml = Configs.Model + "peft: { modules_to_save: classifier }\ndataset: { sources: { path: a } }";
        var config = Configs.Bind(Yaml).Value;
        Assert.Equal(["classifier"], config.Peft!.ModulesToSave);
        Assert.Equal("a", Assert.Single(config.Dataset.Sources).Path);
    }

    [Fact]
    public void Lists_of_records_and_tables_are_read()
    {
        var dataset = Configs.Bind("""
            model: { model_name_or_path: bert }
            dataset:
              columns: { text: sentence, label: gold }
              sources:
                - path: a
                  weight: 2
                - path: b
            """).Value.Dataset;
        Assert.Equal([new SourceConfig { Path = "a", Weight = 2 }, new SourceConfig { Path = "b" }], dataset.Sources);
        Assert.Equal(new Dictionary<string, string> { ["text"] = "sentence", ["label"] = "gold" }, dataset.Columns);
    }

    [Fact]
    public void A_union_is_read_through_its_converter()
    {
        Assert.Equal(
            "all-linear",
            Configs.Bind(Configs.Model + "peft: { target_modules: all-linear }").Value.Peft!.TargetModules!.Pattern);
        Assert.Equal(
            ["query", "value"],
            Configs.Bind(Configs.Model + "peft: { target_modules: [query, value] }").Value.Peft!.TargetModules!.Names);
    }

    [Theory]
    [InlineData("peft: { peft_type: ia3, feedforward_modules: [output] }")]
    [InlineData("peft: { feedforward_modules: [output], peft_type: IA3 }")]
    public void A_discriminator_chooses_the_record_wherever_it_stands(string peft)
        => Assert.Equal(
            ["output"], Assert.IsType<Ia3Config>(Configs.Bind(Configs.Model + peft).Value.Peft).FeedforwardModules);

    [Fact]
    public void A_bare_name_stands_for_the_section()
        => Assert.IsType<Ia3Config>(Configs.Bind(Configs.Model + "peft: ia3").Value.Peft);

    [Fact]
    public void The_default_variant_needs_no_discriminator()
        => Assert.Equal(4, Assert.IsType<LoraConfig>(Configs.Bind(Configs.Model + "peft: { r: 4 }").Value.Peft).Rank);

    [Fact]
    public void Binding_leaves_an_owners_default_section_alone()
    {
        var options = new ConfigOptions();
        var document = ConfigDocument.Parse("section: { seed: 7 }", Configs.Name);
        var bound = ConfigBinder.Bind<WithSharedDefault>(document, options).Value;
        Assert.Equal((7, 0.5), (bound.Section.Seed, bound.Section.LearningRate));
        Assert.Equal(42, WithSharedDefault.Shared.Seed);
    }

    [Fact]
    public void A_type_that_no_one_can_read_is_the_programmers_mistake()
    {
        var document = ConfigDocument.Parse("when: 1", Configs.Name);
        Assert.Throws<InvalidOperationException>(() => ConfigBinder.Bind<WithUnreadable>(document));
    }

    private sealed record WithSharedDefault
    {
        public static TrainingConfig Shared { get; } = new() { LearningRate = 0.5 };

        public TrainingConfig Section { get; init; } = Shared;
    }

    private sealed record WithUnreadable
    {
        public DateTime When { get; init; }
    }
}
