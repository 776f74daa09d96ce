using FineTune.Config;

namespace FineTune.Recipes.Tests;

public sealed class AliasTests
{
    // Keys of features that are still to come: their aliases wait for them.
    private static readonly string[] ToCome =
    [
        "model.revision", "model.dtype", "task.beta", "task.loss_type", "task.label_smoothing", "dataset.packing",
        "dataset.chat_template", "dataset.train_on_inputs", "peft.use_dora", "peft.init_lora_weights", "training.optim",
        "training.gradient_checkpointing", "training.loraplus_lr_ratio", "output.report_to",
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
}
