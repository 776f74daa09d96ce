using System.Text.Json.Nodes;
using FineTune.Generation;
using FineTune.Models;
using FineTune.Peft;
using FineTune.Testing;
using FineTune.Tokenizers;
using static TorchSharp.torch;

namespace FineTune.Cli.Tests;

public sealed class GenerateTests : IDisposable
{
    private readonly TemporaryFolder _place = new();

    public GenerateTests()
    {
        TinyChat.Write(_place.At("chat"));
        TinyChat.Write(_place.At("base"), withTemplate: false);
    }

    public void Dispose() => _place.Dispose();

    [Fact]
    public void A_line_tells_prompt_text_ids_and_why_it_ended()
    {
        var line = Generate("base --prompt Once --max-new-tokens 5 --min-new-tokens 5").Done().Json;

        Assert.Equal(["prompt", "text", "ids", "finish_reason"], line.AsObject().Select(p => p.Key));
        Assert.Equal("Once", (string)line["prompt"]!);
        Assert.Equal(5, line["ids"]!.AsArray().Count);
        Assert.Equal("length", (string)line["finish_reason"]!);
    }

    [Fact]
    public void Each_prompt_of_a_file_gives_its_texts_in_order()
    {
        _place.Write("prompts.txt", "One\nTwo two\nThree three three\n");

        var written = Generate(
            "base --input prompts.txt --output texts.jsonl --temperature 0.9 --num-return-sequences 2 --max-new-tokens 4");

        Assert.Empty(written.Done().Out);
        var lines = File.ReadAllLines(_place.At("texts.jsonl")).Select(l => JsonNode.Parse(l)!).ToList();
        Assert.Equal(
            ["One", "One", "Two two", "Two two", "Three three three", "Three three three"],
            lines.Select(l => (string)l["prompt"]!));
        Assert.NotEqual(lines[0]["ids"]!.ToJsonString(), lines[1]["ids"]!.ToJsonString());
        var alone = Generate("base --prompt One --temperature 0.9 --num-return-sequences 2 --max-new-tokens 4");
        Assert.Equal(lines[1].ToJsonString(), alone.Done().JsonLines[1].ToJsonString());
    }

    [Fact]
    public void The_chat_template_is_used_where_there_is_one_and_raw_is_not_asked_for()
    {
        var raw = Generate("chat --prompt Hi --raw --max-new-tokens 6").Done();
        var chat = Generate("chat --prompt Hi --max-new-tokens 6").Done();
        Assert.Equal(Generate("base --prompt Hi --max-new-tokens 6").Done().Out, raw.Out);
        Assert.Equal(Generate("chat --prompt Hi --chat --max-new-tokens 6").Done().Out, chat.Out);
        Assert.NotEqual(raw.Out, chat.Out);
        var rendered = Finetune.Inside(
            _place.Path, "generate", "base", "--raw", "--max-new-tokens", "6", "--prompt",
            "<|im_start|>user\nHi<|im_end|>\n<|im_start|>assistant\n").Done().Json;
        Assert.Equal(rendered["ids"]!.ToJsonString(), chat.Json["ids"]!.ToJsonString());
    }

    [Fact]
    public void A_conversation_is_answered()
    {
        _place.Write(
            "chats.jsonl",
            """
            {"messages": [{"role": "system", "content": "Be brief."}, {"role": "user", "content": "Hi"}]}
            {"messages": [{"role": "user", "content": "Hi"}]}
            """);
        var lines = Generate("chat --input chats.jsonl --max-new-tokens 3").Done().JsonLines;
        Assert.Equal("Be brief.", (string)lines[0]["messages"]![0]!["content"]!);
        Assert.Equal(
            Generate("chat --prompt Hi --max-new-tokens 3").Done().Json["ids"]!.ToJsonString(),
            lines[1]["ids"]!.ToJsonString());
    }

    [Fact]
    public void An_adapter_generates_with_its_base_what_it_generates_live()
    {
        using var scope = NewDisposeScope();
        using var folder = PretrainedFolder.Open(_place.At("base"));
        var adapter = PeftRegistry.Create(new LoraConfig(), new AdapterContext("llama", "CAUSAL_LM"));
        using var loaded = folder.LoadCausalLM(folder.Config, new LoadOptions { Device = CPU, Adapter = adapter });
        using var random = new Generator(1);
        using (no_grad())
        {
            foreach (var parameter in loaded.Parameters.Trainable)
            {
                parameter.Value.copy_(randn(parameter.Value.shape, float32, CPU, generator: random));
            }
        }
        AdapterFolder.Save(_place.At("adapter"), adapter, loaded.Parameters, "base");
        var live = new TokenGenerator(loaded.Model, loaded.Mode, TinyChat.MaxLength, CPU).Generate(
            [Tokenizer.Load(_place.At("base")).EncodeToIds("Hi")], new GenerationConfig { MaxNewTokens = 8, EosTokenIds = [257] });

        var opened = Generate("adapter --prompt Hi --max-new-tokens 8").Done().Json["ids"]!.ToJsonString();

        Assert.NotEqual(Generate("base --prompt Hi --max-new-tokens 8").Done().Json["ids"]!.ToJsonString(), opened);
        Assert.Equal($"[{string.Join(',', live[0].Ids)}]", opened);
    }

    [Fact]
    public void Beams_tell_their_scores()
    {
        var lines = Generate("base --prompt Hi --num-beams 3 --num-return-sequences 2 --max-new-tokens 4").Done().JsonLines;
        Assert.Equal(2, lines.Count);
        Assert.True((double)lines[0]["score"]! >= (double)lines[1]["score"]!);
    }

    [Fact]
    public void The_checkpoint_s_own_settings_hold_until_they_are_overruled()
    {
        var config = """{"do_sample": true, "max_new_tokens": 7, "suppress_tokens": [257, 259], "penalty_alpha": 0.6}""";
        _place.Write("base/generation_config.json", config);
        var own = Generate("base --prompt Hi").Done();
        Assert.Equal(7, own.Json["ids"]!.AsArray().Count);
        Assert.Contains("penalty_alpha is not applied", own.Error, StringComparison.Ordinal);
        Assert.NotEqual(own.Out, Generate("base --prompt Hi --greedy").Done().Out);
        Assert.NotEqual(own.Out, Generate("base --prompt Hi --seed 7").Done().Out);
        Assert.Equal(own.Out, Generate("base --prompt Hi --seed 42").Done().Out);
    }

    [Theory]
    [InlineData("base --prompt Hi --temperature 0", "temperature is 0; it has to be above 0", "--greedy")]
    [InlineData("base --prompt Hi --top-p 1.5 --top-k -1", "2 problems", "top_p is 1.5", "top_k is -1")]
    [InlineData("base --prompt Hi --num-return-sequences 2", "num_return_sequences is 2", "--temperature")]
    [InlineData("base --prompt Hi --chat", "base has no chat template", "--raw")]
    [InlineData("nothing --prompt Hi", "nothing is neither a run folder")]
    [InlineData("base --input missing.jsonl", "missing.jsonl: there is no such file")]
    [InlineData("base --input prompts.jsonl", "prompts.jsonl:2", "the prompt is empty", "prompts.jsonl:3: the prompt has 200 tokens", "takes 160 tokens", "shorten the prompt")]
    [InlineData("base --input columns.jsonl", "columns.jsonl:1: no column for a prompt", "'question_text'")]
    [InlineData("base --input chats.jsonl", "chats.jsonl:1: a conversation needs the chat template", "--chat")]
    [InlineData("chat --input chats.jsonl", "chats.jsonl:2", "messages[0] must be an object that says under 'role'")]
    public void Bad_input_is_told_with_the_way_out(string arguments, params string[] saying)
    {
        _place.Write("prompts.jsonl", $$"""
            {"prompt": "fine"}
            {"prompt": ""}
            {"prompt": "{{new string('x', 200)}}"}
            """);
        _place.Write("columns.jsonl", """{"question_text": "Hi"}""");
        var good = """{"messages": [{"role": "user", "content": "Hi"}]}""";
        _place.Write(
            "chats.jsonl",
            arguments.StartsWith("chat", StringComparison.Ordinal) ? $$"""{{good}}{{'\n'}}{"messages": [{"content": "Hi"}]}""" : good);
        Generate(arguments).Refused(saying);
    }

    [Fact]
    public void An_empty_prompt_is_refused() =>
        Finetune.Inside(_place.Path, "generate", "base", "--prompt", "").Refused("--prompt:1: the prompt is empty");

    [Fact]
    public void A_model_without_tokenizer_is_refused()
    {
        File.Delete(_place.At("base", "tokenizer.json"));
        Generate("base --prompt Hi").Refused("tokenizer.json");
    }

    [Fact]
    public void A_bad_generation_config_is_told_with_its_file()
    {
        _place.Write("base/generation_config.json", """{"temperature": "warm"}""");
        Generate("base --prompt Hi").Refused("generation_config.json: temperature is \"warm\"; it has to be a number");
    }

    [Fact]
    public void A_classifier_s_adapter_is_refused()
    {
        var config = """{"peft_type": "LORA", "task_type": "SEQ_CLS", "r": 8, "target_modules": ["q_proj"], "base_model_name_or_path": "base"}""";
        _place.Write("adapter/adapter_config.json", config);
        File.Copy(_place.At("base", "model.safetensors"), _place.At("adapter", "adapter_model.safetensors"));
        Generate("adapter --prompt Hi").Refused("adapter is a classifier", "finetune predict");
    }

    [Fact]
    public void What_is_no_decoder_is_refused() =>
        Finetune.Inside(_place.Path, "generate", Workplace.TinyBert, "--prompt", "Hi").Refused("model_type", "llama");

    private CliResult Generate(string arguments) =>
        Finetune.Inside(_place.Path, ["generate", .. arguments.Split(' ')]);
}
