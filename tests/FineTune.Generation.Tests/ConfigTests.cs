using System.Text.Json.Nodes;

namespace FineTune.Generation.Tests;

public sealed class ConfigTests
{
    [Fact]
    public void A_file_of_every_kind_of_key_is_read_and_written_back()
    {
        const string File = """
            {
              "_from_model_config": true,
              "bad_words_ids": [[1, 2], [3]],
              "bos_token_id": 1,
              "do_sample": true,
              "early_stopping": "never",
              "eos_token_id": [2, 7],
              "max_new_tokens": 20,
              "min_p": 0.05,
              "pad_token_id": null,
              "stop_strings": "###",
              "suppress_tokens": 4,
              "temperature": 0.7,
              "top_k": 40,
              "transformers_version": "4.44.0"
            }
            """;

        var config = GenerationConfigJson.Read(JsonNode.Parse(File)!.AsObject(), "f");

        Assert.Equal([2, 7], config.EosTokenIds);
        Assert.Equal([4], config.SuppressTokens);
        Assert.Equal(["###"], config.StopStrings);
        Assert.Equal(EarlyStopping.Never, config.EarlyStopping);
        Assert.True(config is { DoSample: true, MaxNewTokens: 20, MinP: 0.05, Temperature: 0.7, TopK: 40, PadTokenId: null });
        var expected = JsonNode.Parse(File)!.AsObject();
        expected.Remove("pad_token_id");
        expected["stop_strings"] = new JsonArray("###");
        Assert.True(JsonNode.DeepEquals(expected, GenerationConfigJson.Write(config)), GenerationConfigJson.Write(config).ToJsonString());
    }

    [Fact]
    public void Defaults_are_not_written() => Assert.Empty(GenerationConfigJson.Write(new GenerationConfig()));

    [Fact]
    public void Values_of_the_wrong_kind_are_told_all_at_once()
    {
        var json = JsonNode.Parse("""{"temperature": "hot", "top_k": 1.5, "do_sample": 1, "eos_token_id": ["a"], "early_stopping": "yes"}""");
        var error = Assert.Throws<GenerationException>(() => GenerationConfigJson.Read(json!.AsObject(), "g.json"));
        Assert.StartsWith("5 problems:", error.Message, StringComparison.Ordinal);
        Assert.Contains("g.json: temperature is \"hot\"; it has to be a number", error.Message, StringComparison.Ordinal);
        Assert.Contains("g.json: top_k is 1.5; it has to be a whole number", error.Message, StringComparison.Ordinal);
        Assert.Contains("early_stopping is \"yes\"; it has to be true, false or \"never\"", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Settings_that_are_not_done_here_are_named()
    {
        var json = JsonNode.Parse("""{"penalty_alpha": 0.6, "guidance_scale": 1.0, "num_beam_groups": 2, "constraints": null, "x": 1}""");
        var config = GenerationConfigJson.Read(json!.AsObject(), "f");
        Assert.Equal(["penalty_alpha", "num_beam_groups"], GenerationConfigJson.NotDone(config));
    }

    [Fact]
    public void Reading_onto_a_config_changes_what_is_named()
    {
        var onto = new GenerationConfig { TopK = 3, EosTokenIds = [2] };
        var config = GenerationConfigJson.Read(new() { ["top_p"] = 0.5 }, "f", onto);
        Assert.Equal((3, 0.5), (config.TopK, config.TopP));
        Assert.Equal([2], config.EosTokenIds);
    }

    public static TheoryData<string, string> BadSettings => new()
    {
        { """{"temperature": 0}""", "temperature is 0; it has to be above 0; for the likeliest token" },
        { """{"temperature": -1}""", "temperature is -1" },
        { """{"top_p": 0}""", "top_p is 0; it has to be above 0 and at most 1" },
        { """{"top_p": 1.01}""", "top_p is 1.01" },
        { """{"top_k": -1}""", "top_k is -1; it has to be 0 or more" },
        { """{"min_p": 2}""", "min_p is 2" },
        { """{"typical_p": 0}""", "typical_p is 0" },
        { """{"epsilon_cutoff": 1}""", "epsilon_cutoff is 1" },
        { """{"eta_cutoff": -0.1}""", "eta_cutoff is -0.1" },
        { """{"repetition_penalty": 0}""", "repetition_penalty is 0; it has to be above 0" },
        { """{"presence_penalty": 3}""", "presence_penalty is 3; it has to be from -2 to 2" },
        { """{"frequency_penalty": -3}""", "frequency_penalty is -3" },
        { """{"no_repeat_ngram_size": -1}""", "no_repeat_ngram_size is -1" },
        { """{"max_new_tokens": 0}""", "max_new_tokens is 0; it has to be 1 or more" },
        { """{"max_length": 0}""", "max_length is 0" },
        { """{"max_new_tokens": 3, "min_new_tokens": 4}""", "min_new_tokens is 4; it has to be at most max_new_tokens (3)" },
        { """{"num_beams": 0}""", "num_beams is 0" },
        { """{"num_return_sequences": 0}""", "num_return_sequences is 0" },
        { """{"num_return_sequences": 2}""", "num_return_sequences is 2; it has to be 1 without sampling and beams" },
        { """{"num_return_sequences": 3, "num_beams": 2}""", "num_return_sequences is 3; it has to be at most num_beams (2)" },
        { """{"eos_token_id": 5}""", "eos_token_id is 5; it has to be from 0 to 4" },
        { """{"bad_words_ids": [[]]}""", "bad_words_ids is []" },
        { """{"bad_words_ids": [[9]]}""", "bad_words_ids is 9" },
        { """{"stop_strings": [""]}""", "stop_strings is \"\"" },
        { """{"top_p": 2, "top_k": -2}""", "2 problems:\n  - top_k is -2" },
    };

    [Theory]
    [MemberData(nameof(BadSettings))]
    public void Settings_that_cannot_be_are_told_with_what_can(string json, string saying)
    {
        var config = GenerationConfigJson.Read(JsonNode.Parse(json)!.AsObject(), "f");
        var error = Assert.Throws<GenerationException>(
            () => MarkovDecoder.Random(1, vocab: 5).Generator().Generate([[1]], config));
        Assert.Contains(saying, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "prompt 2: the prompt is empty")]
    [InlineData("5", "prompt 2: the prompt has the token id 5, but the model knows only 0 to 4")]
    [InlineData("1 1 1 1 1 1", "prompt 2: the prompt has 6 tokens, which leaves no room for a text: the model takes 6 tokens in all")]
    [InlineData("1 1 1 1 1", "prompt 2: the prompt has 5 tokens, which leaves no room for a text: max_length is 5")]
    public void Prompts_that_cannot_be_are_told(string prompt, string saying)
    {
        int[] ids = [.. prompt.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(int.Parse)];
        var error = Assert.Throws<GenerationException>(() => MarkovDecoder.Random(1, vocab: 5).Generator(maxPositions: 6)
            .Generate([[1], ids], new GenerationConfig { MaxLength = 5 }));
        Assert.Contains(saying, error.Message, StringComparison.Ordinal);
    }
}
