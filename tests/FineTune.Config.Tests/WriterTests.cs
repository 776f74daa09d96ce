using FineTune.Config.Tests.Sample;

namespace FineTune.Config.Tests;

public sealed class WriterTests
{
    [Fact]
    public void Every_default_is_written_out()
        => Assert.Equal(
            """
            model:
              model_name_or_path: bert
              revision: null
              dtype: auto
            dataset:
              train_files: []
              test_file: null
              max_length: 512
              validation_split: 0.0
              packing: false
              columns:
                text: sentence
              sources:
                - path: a
                  weight: 2.0
                - path: "1b"
                  weight: 1.0
            peft:
              peft_type: lora
              target_modules: [query, value]
              modules_to_save: null
              r: 8
              lora_alpha: 16.0
              lora_dropout: 0.0
              bias: none
              rank_pattern:
                "layer:0": 4
            training:
              learning_rate: 2.0e-05
              per_device_train_batch_size: 8
              lr_scheduler_type: linear
              warmup_ratio: null
              warmup_steps: null
              betas: [0.9, 0.999]
              seed: 42
            output:
              output_dir: runs/run

            """.ReplaceLineEndings("\n"),
            ConfigWriter.Write(Configs.Bind("""
                model: { model_name_or_path: bert }
                peft: { target_modules: [query, value], rank_pattern: { "layer:0": 4 } }
                training: { learning_rate: 2e-5 }
                dataset: { columns: { text: sentence }, sources: [{ path: a, weight: 2 }, { path: 1b }] }
                """).Value, Configs.Options));

    [Theory]
    [InlineData("", "\"\"")]
    [InlineData("plain words", "plain words")]
    [InlineData("../data/train-1.jsonl", "../data/train-1.jsonl")]
    [InlineData("true", "\"true\"")]
    [InlineData("No", "\"No\"")]
    [InlineData("null", "\"null\"")]
    [InlineData("y", "\"y\"")]
    [InlineData("1e5", "\"1e5\"")]
    [InlineData("2024-01-01", "\"2024-01-01\"")]
    [InlineData("a: b", "\"a: b\"")]
    [InlineData("a #b", "\"a #b\"")]
    [InlineData("a ", "\"a \"")]
    [InlineData(".inf", "\".inf\"")]
    [InlineData("---", "\"---\"")]
    [InlineData("q|v", "\"q|v\"")]
    [InlineData("a\"b\\c\nd\te\u0007\u0085", "\"a\\\"b\\\\c\\nd\\te\\u0007\\u0085\"")]
    [InlineData("한국어 문장", "한국어 문장")]
    [InlineData("😀", "\"😀\"")]
    public void Text_is_quoted_where_a_reader_could_take_it_for_something_else(string text, string written)
    {
        var config = new RunConfig { Model = new ModelConfig { ModelNameOrPath = text } };
        var yaml = ConfigWriter.Write(config, Configs.Options);
        Assert.Equal($"  model_name_or_path: {written}", yaml.Split('\n')[1]);
        Assert.Equal(text, Configs.Bind(yaml).Value.Model.ModelNameOrPath);
    }

    [Fact]
    public void Records_are_read_back_as_they_were_written()
    {
        const int Seed = 20261;
        var random = new Random(Seed);
        for (var i = 0; i < 300; i++)
        {
            var yaml = ConfigWriter.Write(Generated.Config(random), Configs.Options);
            var again = ConfigWriter.Write(Bind(yaml, Seed, i), Configs.Options);
            Assert.True(yaml == again, $"seed {Seed}, case {i}:\n{yaml}\nbecame\n{again}");
        }
    }

    [Fact]
    public void Numbers_keep_every_bit()
    {
        const int Seed = 77;
        var random = new Random(Seed);
        for (var i = 0; i < 2000; i++)
        {
            var value = BitConverter.Int64BitsToDouble(random.NextInt64());
            var yaml = ConfigWriter.Write(new LoraConfig { LoraAlpha = value });
            var document = ConfigDocument.Parse(yaml, Configs.Name);
            var read = ConfigBinder.Bind<LoraConfig>(document, Configs.Options).Value.LoraAlpha;
            Assert.True(value.Equals(read), $"seed {Seed}, case {i}: {value:R} became {read:R}");
        }
    }

    [Fact]
    public void A_null_section_and_another_variant_are_read_back()
    {
        var without = new RunConfig { Model = new ModelConfig { ModelNameOrPath = "x" }, Peft = null };
        Assert.Null(Configs.Bind(ConfigWriter.Write(without, Configs.Options)).Value.Peft);
        var ia3 = without with { Peft = new Ia3Config { FeedforwardModules = ["output"] } };
        var read = Configs.Bind(ConfigWriter.Write(ia3, Configs.Options)).Value.Peft;
        Assert.Equal(["output"], Assert.IsType<Ia3Config>(read).FeedforwardModules);
    }

    private static RunConfig Bind(string yaml, int seed, int index)
    {
        try
        {
            return Configs.Bind(yaml).Value;
        }
        catch (ConfigException error)
        {
            Assert.Fail($"seed {seed}, case {index}: {error.Message}\n{yaml}");
            throw;
        }
    }
}
