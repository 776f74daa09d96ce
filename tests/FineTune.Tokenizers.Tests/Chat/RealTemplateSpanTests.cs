using FineTune.Tokenizers.Chat;

namespace FineTune.Tokenizers.Tests.Chat;

/// <summary>
/// Where templates of real models put an assistant's answer: for every one of them the completion is the answer,
/// trimmed as the template trims it, and the end marker. Nothing the model does not write, nothing of it missing.
/// </summary>
public sealed class RealTemplateSpanTests
{
    private const string EmptyThought = "<think></think>";

    /// <summary>
    /// Template, end marker, and what the model has to write before the answer where it did not think.
    /// </summary>
    public static TheoryData<string, string, string> Templates => new()
    {
        { "cohere", "<|END_OF_TURN_TOKEN|>", "" },
        { "cohere2", "<|END_RESPONSE|><|END_OF_TURN_TOKEN|>", "" },
        { "cohere2_training", "<|END_RESPONSE|><|END_OF_TURN_TOKEN|>", "" },
        { "deepseekv3", "<｜end▁of▁sentence｜>", "" },
        { "deepseekv3_training", "<｜end▁of▁sentence｜>", "" },
        { "diffusion_gemma", "<turn|>\n", "" },
        { "gemma", "<end_of_turn>\n", "" },
        { "gemma3", "<end_of_turn>\n", "" },
        { "gemma3_training", "<end_of_turn>\n", "" },
        { "glm4moe", "", $"\n{EmptyThought}\n" },
        { "glm4moe_training", "<|user|>", $"\n{EmptyThought}\n" },
        { "gptoss", "<|return|>", "<|channel|>final<|message|>" },
        { "lfm2", "<|im_end|>\n", "" },
        { "lfm2_training", "<|im_end|>\n", "" },
        { "llama3", "<|eot_id|>", "" },
        { "llama3_1", "<|eot_id|>", "" },
        { "llama3_training", "<|eot_id|>", "" },
        { "nemotron_3_nano_training", "<|im_end|>\n", EmptyThought },
        { "nemotron_3_super", "<|im_end|>\n", EmptyThought },
        { "nemotron_3_super_training", "<|im_end|>\n", EmptyThought },
        { "nemotron_3_ultra_training", "<|im_end|>\n", EmptyThought },
        { "phi3", "<|end|>\n</s>", "" },
        { "phi3_5", "<|end|>\n</s>", "" },
        { "phi3_training", "<|end|>\n", "" },
        { "qwen2_5", "<|im_end|>\n", "" },
        { "qwen2_5_training", "<|im_end|>\n", "" },
        { "qwen2_5_vl_training", "<|im_end|>\n", "" },
        { "qwen3", "<|im_end|>\n", "<think>\n\n</think>\n\n" },
        { "qwen3_5_nothink", "<|im_end|>\n", "" },
        { "qwen3_5_think", "<|im_end|>\n", "\n</think>\n\n" },
        { "qwen3_5_think_training", "<|im_end|>\n", "\n</think>\n\n" },
        { "qwen3_6", "<|im_end|>\n", "\n</think>\n\n" },
        { "qwen3_instruct_2507", "<|im_end|>\n", "" },
        { "qwen3_instruct_2507_training", "<|im_end|>\n", "" },
        { "qwen3_training", "<|im_end|>\n", "<think>\n\n</think>\n\n" },
        { "qwen3_vl_training", "<|im_end|>\n", "" },
    };

    /// <summary>Templates that want a content in parts.</summary>
    public static TheoryData<string, string, string> PartTemplates => new()
    {
        { "idefics3", "<end_of_utterance>\n", " " },
        { "idefics3_training", "<end_of_utterance>\n", " " },
        { "llava_next", "</s> ", " " },
        { "llava_next_training", "</s> ", " " },
    };

    /// <summary>Templates whose own generation marks are the very completions found without them.</summary>
    public static TheoryData<string> MarkedTemplates =>
    [
        "cohere2_training", "gemma3_training", "glm4moe_training", "idefics3_training", "lfm2_training", "llama3_training",
        "llava_next_training", "phi3_training", "qwen2_5_vl_training", "qwen3_instruct_2507_training", "qwen3_training",
        "qwen3_vl_training",
    ];

    [SkippableTheory]
    [MemberData(nameof(Templates))]
    public void Completion_of_a_plain_answer_is_the_answer_and_the_end_marker(string name, string end, string lead) =>
        CheckAnswers(name, end, lead, "two_turns", "system", "multi_turn", "unicode", "spaces", "empty_system");

    [SkippableTheory]
    [MemberData(nameof(PartTemplates))]
    public void Completion_of_an_answer_in_parts_is_its_text_and_the_end_marker(string name, string end, string lead) =>
        CheckAnswers(name, end, lead, "parts");

    [SkippableTheory]
    [MemberData(nameof(MarkedTemplates))]
    public void Completions_are_what_the_template_marks_as_generated(string name)
    {
        ChatTemplate template = Load(name);
        int compared = 0;
        foreach (string conversation in ChatGoldens.Names)
        {
            if (TryRender(template, conversation) is not { } chat || chat.GenerationSpans.Count == 0)
            {
                continue;
            }

            foreach (TurnSpans turn in chat.Turns.Where(turn => turn.Completion is not null))
            {
                Assert.True(chat.GenerationSpans.Contains(turn.Completion!.Value),
                    $"{conversation}/{turn.MessageIndex}: {chat.TextOf(turn.Completion.Value)}");
                compared++;
            }
        }

        Assert.InRange(compared, 2, int.MaxValue);
    }

    [SkippableTheory]
    [InlineData("diffusion_gemma", "tool_call", SpanProblem.Interleaved)]
    [InlineData("idefics3", "two_turns", SpanProblem.Untraceable)]
    [InlineData("llama3", "tool_call_null_content", SpanProblem.Untraceable)]
    [InlineData("lfm2", "tool_call_null_content", SpanProblem.Untraceable)]
    public void What_a_template_mixes_up_or_drops_is_reported(string name, string conversation, SpanProblem problem)
    {
        RenderedChat chat = TryRender(Load(name), conversation)!;
        TurnSpans turn = Assert.Single(chat.Problems, turn => turn.Problem == problem);
        Assert.Equal("assistant", turn.Role);
        Assert.Null(turn.Completion);
        Assert.DoesNotContain(turn.Turn!.Value, chat.AssistantSpans);
    }

    [SkippableFact]
    public void A_tool_call_is_a_completion_from_its_first_literal_on()
    {
        RenderedChat chat = TryRender(Load("qwen2_5"), "tool_call_null_content")!;
        Assert.Equal(
            "\n<tool_call>\n{\"name\": \"get_weather\", \"arguments\": {\"city\": \"Seoul\"}}\n</tool_call>" +
            "\n<tool_call>\n{\"name\": \"get_weather\", \"arguments\": {\"city\": \"Busan\"}}\n</tool_call><|im_end|>\n",
            "\n" + chat.TextOf(chat.AssistantSpans[0]));
        Assert.Equal("Busan is milder.<|im_end|>\n", chat.TextOf(chat.AssistantSpans[1]));
    }

    [SkippableFact]
    public void A_prompt_that_opens_the_thought_is_not_part_of_the_completion()
    {
        RenderedChat chat = TryRender(Load("qwen3_5_think"), "reasoning")!;
        Assert.Equal(
            "Not divisible by 2, 3, 5 or 7.\n</think>\n\nYes.<|im_end|>\n", chat.TextOf(chat.AssistantSpans[^1]));
    }

    [SkippableTheory]
    [InlineData("gptoss", "<|channel|>final<|message|>Hi<|end|>")]
    [InlineData("nemotron_3_super", "<think></think>Hi<|im_end|>\n")]
    [InlineData("qwen3_training", "<think>\n\n</think>\n\nHi<|im_end|>\n")]
    public void An_answer_to_a_system_message_alone_has_its_header_found(string name, string expected)
    {
        RenderedChat chat = Load(name).Render(
            [ChatMessage.System("Be brief.\n\n"), ChatMessage.Assistant("Hi"), ChatMessage.User("Yes?")]);
        Assert.Equal(expected, chat.TextOf(Assert.Single(chat.AssistantSpans)));
    }

    private static void CheckAnswers(string name, string end, string lead, params string[] conversations)
    {
        ChatTemplate template = Load(name);
        int answers = 0;
        foreach (string conversation in conversations)
        {
            // Some templates refuse a system message; then there is nothing to look at.
            if (TryRender(template, conversation) is not { } chat)
            {
                continue;
            }

            Assert.DoesNotContain(chat.Turns, turn => turn.Role == "assistant" && turn.Problem != SpanProblem.None);
            ChatMessage[] messages = ChatGoldens.Messages(conversation);
            foreach (TurnSpans turn in chat.Turns.Where(turn => turn.Role == "assistant"))
            {
                string answer = AnswerOf(messages[turn.MessageIndex]);
                string content = chat.TextOf(turn.Content!.Value);
                Assert.Contains(content, new[] { answer, answer.Trim(), answer.TrimEnd(), answer.TrimStart('\n') });
                bool isLast = turn.MessageIndex == messages.Length - 1;
                string[] ends = isLast ? [end] : [end, end.Replace("</s>", "").Replace("<|return|>", "<|end|>")];
                Assert.Contains(chat.TextOf(turn.EndMarker!.Value), ends);
                string completion = chat.TextOf(turn.Completion!.Value);
                Assert.Contains(completion, new[] { lead, "" }
                    .Select(before => before + content + chat.TextOf(turn.EndMarker.Value)));
                answers++;
            }
        }

        Assert.InRange(answers, 2, int.MaxValue);
    }

    private static string AnswerOf(ChatMessage message) =>
        message.Content ?? message.Find("content")!.Value[0].GetProperty("text").GetString()!;

    private static ChatTemplate Load(string name)
    {
        string file = Repository.Shared("tokenizers", "chat_templates", $"{name}.jinja");
        return ChatTemplate.Parse(File.ReadAllText(file), name).WithSpecialTokens(ChatGoldens.Tokens);
    }

    private static RenderedChat? TryRender(ChatTemplate template, string conversation)
    {
        try
        {
            return template.Render(ChatGoldens.Messages(conversation), ChatGoldens.Options(conversation));
        }
        catch (ChatTemplateException)
        {
            return null;
        }
    }
}
