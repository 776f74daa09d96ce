using FineTune.Config;
using FineTune.Data;
using FineTune.Testing;

namespace FineTune.Recipes.Tests;

public sealed class AliasTests
{
    // Keys of features that are still to come: their aliases wait for them.
    private static readonly string[] ToCome =
    [
        "model.revision", "model.dtype", "training.optim", "training.loraplus_lr_ratio", "output.report_to",
    ];

    [Fact]
    public void Every_alias_leads_to_a_key_that_there_is_or_is_to_come() =>
        Assert.Equal(
            ToCome,
            FieldAliases.Create().Unresolved<RunConfig>(RunConfigFile.Options()).Select(r => r.Canonical).Distinct());

    [Theory]
    [InlineData("base_model", "model.model_name_or_path")]
    [InlineData("model_name_or_path", "model.model_name_or_path")]
    [InlineData("cutoff_len", "dataset.max_length")]
    [InlineData("val_size", "dataset.validation_split")]
    [InlineData("lora_rank", "peft.r")]
    [InlineData("micro_batch_size", "training.per_device_train_batch_size")]
    [InlineData("output_dir", "output.output_dir")]
    public void The_keys_that_other_tools_need_lead_to_ours(string alias, string canonical) =>
        Assert.Contains(FieldAliases.Create().Rows, row => row.Alias == alias && row.Canonical == canonical);

    [Theory]
    [InlineData("train_on_inputs: true", TrainOn.All)]
    [InlineData("train_on_prompt: false", TrainOn.Completion)]
    [InlineData("completion_only_loss: false", TrainOn.All)]
    [InlineData("assistant_only_loss: true", TrainOn.Assistant)]
    [InlineData("mask_history: true", TrainOn.Last)]
    public void Other_tools_words_for_what_is_learned_are_understood(string line, TrainOn expected) =>
        Assert.Equal(expected, Bind(line).TrainOn);

    [Fact]
    public void Other_tools_data_sets_and_columns_are_understood()
    {
        var dataset = Bind("""
            datasets: [{data_files: a.json, type: alpaca, weight: 2}]
            field_messages: talk
            mix_strategy: interleave_under
            excess_length_strategy: raise
            """);
        var source = Assert.Single(dataset.Sources);
        Assert.Equal(("alpaca", 2.0, "a.json"), (source.Format, source.Weight, Assert.Single(source.Path)));
        Assert.Equal("talk", dataset.Columns.Messages);
        Assert.Equal((MixStrategy.Interleave, Overlength.Error), (dataset.MixStrategy, dataset.Overlength));
    }

    private static DatasetConfig Bind(string lines)
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("config.yaml", "model: {model_name_or_path: m}\noutput: {output_dir: o}\ndataset: {max_length: 64}\n" + lines);
        return ConfigBinder.Bind<RunConfig>(ConfigDocument.Load(file), RunConfigFile.Options()).Value.Dataset;
    }
}
