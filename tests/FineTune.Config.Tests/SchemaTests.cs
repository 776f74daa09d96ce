using System.Text.Json.Nodes;
using FineTune.Config.Tests.Sample;

namespace FineTune.Config.Tests;

public sealed class SchemaTests
{
    private readonly JsonNode _schema = JsonNode.Parse(ConfigSchema.Json<RunConfig>(Configs.Options))!;

    [Fact]
    public void The_root_refers_to_a_definition_that_closes_its_keys()
    {
        Assert.Equal("https://json-schema.org/draft/2020-12/schema", (string?)_schema["$schema"]);
        Assert.Equal("#/$defs/RunConfig", (string?)_schema["$ref"]);
        var run = _schema["$defs"]!["RunConfig"]!;
        Assert.False((bool)run["additionalProperties"]!);
        Assert.Equal("""["model"]""", run["required"]!.ToJsonString());
        Assert.Equal(
            ["model", "dataset", "peft", "training", "output"],
            run["properties"]!.AsObject().Select(property => property.Key));
    }

    [Theory]
    [InlineData("TrainingConfig", "learning_rate", """{"type":"number","exclusiveMinimum":0,"maximum":1,"description":"Peak learning rate.","default":0.0002}""")]
    [InlineData("TrainingConfig", "per_device_train_batch_size", """{"type":"integer","minimum":1,"default":8}""")]
    [InlineData("TrainingConfig", "lr_scheduler_type", """{"enum":["linear","cosine","cosine_with_restarts","constant_with_warmup"],"default":"linear"}""")]
    [InlineData("TrainingConfig", "warmup_ratio", """{"anyOf":[{"type":"number"},{"type":"null"}]}""")]
    [InlineData("TrainingConfig", "betas", """{"anyOf":[{"type":"number","minimum":0,"maximum":1},{"type":"array","items":{"type":"number","minimum":0,"maximum":1},"minItems":2,"maxItems":2}],"default":[0.9,0.999]}""")]
    [InlineData("ModelConfig", "model_name_or_path", """{"type":"string","description":"Folder of the checkpoint or its hub name."}""")]
    [InlineData("LoraConfig", "bias", """{"type":"string","enum":["none","all","lora_only"],"default":"none"}""")]
    [InlineData("LoraConfig", "target_modules", """{"anyOf":[{"type":["string","array"]},{"type":"null"}]}""")]
    [InlineData("LoraConfig", "rank_pattern", """{"type":"object","additionalProperties":{"type":"integer"},"default":{}}""")]
    public void A_key_carries_its_type_limits_meaning_and_default(string record, string key, string expected)
        => Assert.Equal(expected, _schema["$defs"]![record]!["properties"]![key]!.ToJsonString());

    [Fact]
    public void Variants_need_their_name_unless_they_are_the_default()
    {
        Assert.Equal(
            """{"enum":["lora"]}""", _schema["$defs"]!["LoraConfig"]!["properties"]!["peft_type"]!.ToJsonString());
        Assert.Null(_schema["$defs"]!["LoraConfig"]!["required"]);
        Assert.Equal("""["peft_type"]""", _schema["$defs"]!["Ia3Config"]!["required"]!.ToJsonString());
    }

    [Fact]
    public void The_markdown_reference_has_a_table_for_each_section_and_variant()
    {
        var text = ConfigSchema.Markdown<RunConfig>(Configs.Options);
        Assert.Equal(
            [
                "## `model`", "## `dataset`", "## `dataset.sources[]`", "## `peft (peft_type: lora)`",
                "## `peft (peft_type: ia3)`", "## `training`", "## `output`",
            ],
            text.Split('\n').Where(line => line.StartsWith('#')));
        Assert.Contains(
            "| `learning_rate` | a number, above 0 and at most 1 | `0.0002` | Peak learning rate. |",
            text, StringComparison.Ordinal);
        Assert.Contains(
            "| `model_name_or_path` | text | required | Folder of the checkpoint or its hub name. |",
            text, StringComparison.Ordinal);
    }

    [Fact]
    public void The_text_reference_is_aligned()
    {
        var model = ConfigSchema.Text<RunConfig>(Configs.Options).Split('\n')[..4];
        Assert.Equal(
            [
                "model",
                "  model_name_or_path  required  Folder of the checkpoint or its hub name. (text)",
                "  revision            null      (text)",
                "  dtype               auto      Type that the frozen weights are kept in. (one of 'auto', 'float32', 'bfloat16')",
            ], model);
    }
}
