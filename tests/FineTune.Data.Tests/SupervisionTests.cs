using System.Text.Json;
using FineTune.Tokenizers.Chat;

namespace FineTune.Data.Tests;

/// <summary>What is learned of rows, with a tokenizer whose every token can be read.</summary>
public sealed class SupervisionTests
{
    [Theory]
    [InlineData(TrainOn.Completion, new[] { "Hello!<|im_end|>\n", "Ciao.<|im_end|>\n" })]
    [InlineData(TrainOn.Assistant, new[] { "Hello!<|im_end|>\n", "Ciao.<|im_end|>\n" })]
    [InlineData(TrainOn.Last, new[] { "Ciao.<|im_end|>\n" })]
    public void Answers_are_learned_with_their_end_and_without_their_header(TrainOn trainOn, string[] expected) =>
        Assert.Equal(expected, Chats.Learned("chatml", new DatasetConfig { TrainOn = trainOn }, Chats.Of(Chats.TwoTurns)));

    [Fact]
    public void All_text_is_learned_when_asked_for()
    {
        var row = Chats.Encoder("chatml", new DatasetConfig { TrainOn = TrainOn.All }).Encode(Chats.Of(Chats.TwoTurns));
        Assert.Equal([new TokenRun(0, row.Length)], row.Supervised);
        Assert.Equal(row.Length - 1, row.TargetCount);
    }

    [Theory]
    [InlineData(TrainOnEos.None, new[] { "Hello!", "Ciao." })]
    [InlineData(TrainOnEos.Last, new[] { "Hello!", "Ciao.<|im_end|>\n" })]
    [InlineData(TrainOnEos.Turn, new[] { "Hello!<|im_end|>\n", "Ciao.<|im_end|>\n" })]
    [InlineData(TrainOnEos.All, new[] { "<|im_end|>\n", "<|im_end|>\n", "Hello!<|im_end|>\n", "<|im_end|>\n", "Ciao.<|im_end|>\n" })]
    public void Ends_of_turns_are_learned_as_the_config_says(TrainOnEos ends, string[] expected) =>
        Assert.Equal(expected, Chats.Learned("chatml", new DatasetConfig { TrainOnEos = ends }, Chats.Of(Chats.TwoTurns)));

    [Fact]
    public void Without_ends_all_text_has_holes() => Assert.DoesNotContain(
        "<|im_end|>",
        string.Concat(Chats.Learned(
            "chatml", new DatasetConfig { TrainOn = TrainOn.All, TrainOnEos = TrainOnEos.None }, Chats.Of(Chats.TwoTurns))));

    [Fact]
    public void Answers_in_the_prompt_are_context_unless_every_assistant_turn_is_learned()
    {
        var example = Chats.Of(Chats.TwoTurns) with { PromptMessages = 4 };
        Assert.Equal(["Ciao.<|im_end|>\n"], Chats.Learned("chatml", new DatasetConfig(), example));
        Assert.Equal(2, Chats.Learned("chatml", new DatasetConfig { TrainOn = TrainOn.Assistant }, example).Length);
    }

    [Theory]
    [InlineData("""{"role": "assistant", "content": "Hello!", "weight": 0}""")]
    [InlineData("""{"role": "assistant", "content": "Hello!", "train": false}""")]
    public void A_message_can_say_itself_that_it_is_not_learned(string message)
    {
        using var json = JsonDocument.Parse(message);
        var example = Chats.Of([.. Chats.TwoTurns[..2], ChatMessage.FromJson(json.RootElement), .. Chats.TwoTurns[3..]]);
        Assert.Equal(["Ciao.<|im_end|>\n"], Chats.Learned("chatml", new DatasetConfig(), example));
    }

    public static TheoryData<string> BuiltIns => new(BuiltInTemplates.All.Select(entry => entry.Name));

    [Theory]
    [MemberData(nameof(BuiltIns))]
    public void Every_built_in_template_shows_its_answers(string template)
    {
        var learned = Chats.Learned(template, new DatasetConfig(), Chats.Of(Chats.TwoTurns));
        Assert.Equal(2, learned.Length);
        Assert.Equal(["Hello!", "Ciao."], learned.Select(text => text.Split('<')[0].Trim()));
        Assert.All(learned, text => Assert.EndsWith(BuiltInTemplates.Find(template).EndOfTurn ?? "</s>", text.TrimEnd()));
    }

    [Theory]
    [MemberData(nameof(BuiltIns))]
    public void Labels_are_the_ids_where_learned_and_ignored_elsewhere(string template)
    {
        var row = Chats.Encoder(template).Encode(Chats.Of(Chats.TwoTurns));
        var labels = row.Labels();
        Assert.Equal(row.Length, labels.Length);
        Assert.Equal(row.TargetCount, labels.Skip(1).Count(label => label != TokenRow.IgnoreIndex));
        Assert.All(labels.Zip(row.Ids), pair => Assert.True(pair.First == pair.Second || pair.First == TokenRow.IgnoreIndex));
    }

    [Fact]
    public void Bos_is_the_templates_and_never_comes_twice()
    {
        var row = Chats.Encoder("llama3", tokenizer: ByteTokenizer.WithBos).Encode(Chats.Of(Chats.TwoTurns));
        Assert.Equal(ByteTokenizer.Bos, row.Ids[0]);
        Assert.Equal(1, row.Ids.Count(id => id == ByteTokenizer.Bos));
    }

    [Theory]
    [InlineData("Q: 1+1?\nA:", " 2", " 2</s>")]
    [InlineData("<s>Q: 1+1?\nA:", " 2</s>", " 2</s>")]
    public void Prompts_and_completions_get_bos_and_eos_once(string prompt, string completion, string learned)
    {
        var row = Chats.Encoder("chatml", tokenizer: ByteTokenizer.WithBos).Encode(new PromptExample(default, prompt, completion));
        Assert.Equal([learned], ByteTokenizer.Learned(row));
        Assert.Equal("<s>Q: 1+1?\nA: 2</s>", ByteTokenizer.Plain.Decode(row.Ids));
    }

    [Fact]
    public void A_prompt_without_completion_ends_open()
    {
        var row = Chats.Encoder("chatml", tokenizer: ByteTokenizer.WithBos).Encode(new PromptExample(default, "Q:", null));
        Assert.Equal("<s>Q:", ByteTokenizer.Plain.Decode(row.Ids));
        Assert.Equal(0, row.TargetCount);
    }

    [Fact]
    public void Documents_are_learned_whole_with_their_end()
    {
        var example = new DocumentExample(default, "Once.");
        var row = Chats.Encoder("chatml", tokenizer: ByteTokenizer.WithBos).Encode(example);
        Assert.Equal(["<s>Once.</s>"], ByteTokenizer.Learned(row));
        Assert.Equal(6, row.TargetCount);
        Assert.Equal(["Once."], Chats.Learned(new DatasetConfig { TrainOnEos = TrainOnEos.None }, example));
    }

    [Fact]
    public void Tool_calls_and_answers_of_tools_are_told_apart()
    {
        using var calls = JsonDocument.Parse("""[{"type": "function", "function": {"name": "add", "arguments": {"a": 1}}}]""");
        var example = Chats.Of(
            ChatMessage.User("1+1?"), ChatMessage.Assistant(null, toolCalls: calls.RootElement), ChatMessage.Tool("2"),
            ChatMessage.Assistant("Two."));
        var learned = Chats.Learned("qwen", new DatasetConfig(), example);
        Assert.Equal("<tool_call>\n{\"name\": \"add\", \"arguments\": {\"a\": 1}}\n</tool_call><|im_end|>\n", learned[0]);
        Assert.Equal("Two.<|im_end|>\n", learned[1]);
    }

    [Fact]
    public void A_conversation_the_template_refuses_is_named_with_its_row()
    {
        var example = new ChatExample(new RowOrigin("a.jsonl", 7), [ChatMessage.Tool("x")]);
        var error = Assert.Throws<DataException>(() => Chats.Encoder("alpaca").Encode(example));
        Assert.StartsWith("a.jsonl:7: the chat template refuses this conversation: alpaca:", error.Message);
    }

    [Fact]
    public void A_template_that_hides_an_answer_is_refused_rather_than_guessed_at()
    {
        var template = ChatTemplate.Parse("{% for m in messages %}{{ m.content | length }};{% endfor %}", "lengths");
        var encoder = new SequenceEncoder(ByteTokenizer.Plain, template, new DatasetConfig());
        var error = Assert.Throws<DataException>(() => encoder.Encode(Chats.Of(Chats.TwoTurns)));
        Assert.Contains("the chat template does not show which text is message 2's", error.Message);
    }

    [Fact]
    public void Conversations_need_a_template()
    {
        var encoder = new SequenceEncoder(ByteTokenizer.Plain, template: null, new DatasetConfig());
        Assert.Contains("Set dataset.chat_template", Assert.Throws<DataException>(() => encoder.Encode(Chats.Of(Chats.TwoTurns))).Message);
    }

    [Fact]
    public void A_token_beyond_the_models_vocabulary_is_named()
    {
        var encoder = new SequenceEncoder(ByteTokenizer.Plain, null, new DatasetConfig()) { VocabSize = 256 };
        var error = Assert.Throws<DataException>(() => encoder.Encode(new DocumentExample(new RowOrigin("a.txt", 3), "x")));
        Assert.StartsWith("a.txt:3: token '</s>' has id 257, but the model's vocabulary ends at 255.", error.Message);
    }

    [Fact]
    public void A_token_over_the_border_is_learned_and_noted()
    {
        var (runs, shared) = TokenMarks.Of([new(3, 6)], [new(0, 2), new(2, 4), new(4, 6), new(6, 8)]);
        Assert.Equal([new TokenRun(1, 3)], runs);
        Assert.True(shared);
        Assert.False(TokenMarks.Of([new(2, 4)], [new(0, 2), new(2, 4)]).HasSharedToken);
    }
}
