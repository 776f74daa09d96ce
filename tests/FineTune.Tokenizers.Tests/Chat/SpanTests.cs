using System.Text.Json;
using FineTune.Tokenizers.Chat;

namespace FineTune.Tokenizers.Tests.Chat;

/// <summary>
/// That a message's text is found wherever a template takes it, and that what cannot be told is reported.
/// </summary>
public sealed class SpanTests
{
    private const string Prompt = "{% if add_generation_prompt %}A: {% endif %}";

    private static readonly ChatMessage[] Two = [ChatMessage.User("Hi"), ChatMessage.Assistant("  yes, no\tyes  ")];

    [Theory]
    [InlineData("m.content", "  yes, no\tyes  ")]
    [InlineData("m['content']", "  yes, no\tyes  ")]
    [InlineData("m.get('content')", "  yes, no\tyes  ")]
    [InlineData("m.content | trim", "yes, no\tyes")]
    [InlineData("m.content.strip()", "yes, no\tyes")]
    [InlineData("m.content.lstrip(' y')", "es, no\tyes  ")]
    [InlineData("m.content[2:5]", "yes")]
    [InlineData("m.content[::-1]", "  sey\ton ,sey  ")]
    [InlineData("m.content.split(',')[1]", " no\tyes  ")]
    [InlineData("m.content.split() | last", "yes")]
    [InlineData("m.content.rsplit(none, 1)[0]", "  yes, no")]
    [InlineData("m.content.partition(',')[2]", " no\tyes  ")]
    [InlineData("m.content.splitlines() | join('|')", "  yes, no\tyes  ")]
    [InlineData("m.content | upper", "  YES, NO\tYES  ")]
    [InlineData("m.content.title()", "  Yes, No\tYes  ")]
    [InlineData("m.content | replace('yes', 'y')", "  y, no\ty  ")]
    [InlineData("m.content.replace('o', '0')", "  yes, n0\tyes  ")]
    [InlineData("m.content | tojson", "  yes, no\\tyes  ")]
    [InlineData("m.content | e", "  yes, no\tyes  ")]
    [InlineData("m.content | safe | string", "  yes, no\tyes  ")]
    [InlineData("m.content | list | join", "  yes, no\tyes  ")]
    [InlineData("m.content | map('upper') | join", "  YES, NO\tYES  ")]
    [InlineData("m.content | indent(2, true)", "  yes, no\tyes  ")]
    [InlineData("m.content | truncate(8, true, '', 0)", "  yes, n")]
    [InlineData("m.content | center(30)", "  yes, no\tyes  ")]
    [InlineData("m.content.expandtabs(4)", "  yes, no   yes  ")]
    [InlineData("m.content.removeprefix(' ')", " yes, no\tyes  ")]
    [InlineData("'%s' % m.content", "  yes, no\tyes  ")]
    [InlineData("'%(a)s' % {'a': m.content}", "  yes, no\tyes  ")]
    [InlineData("'{}'.format(m.content)", "  yes, no\tyes  ")]
    [InlineData("'{x:>20}'.format(x=m.content)", "  yes, no\tyes  ")]
    [InlineData("'' ~ m.content ~ ''", "  yes, no\tyes  ")]
    [InlineData("['', m.content] | join('')", "  yes, no\tyes  ")]
    [InlineData("''.join([m.content])", "  yes, no\tyes  ")]
    [InlineData("m.content if true else 'x'", "  yes, no\tyes  ")]
    [InlineData("(m.content, 1) | first", "  yes, no\tyes  ")]
    [InlineData("{'a': m.content}.a", "  yes, no\tyes  ")]
    [InlineData("m.content | default('x', true)", "  yes, no\tyes  ")]
    [InlineData("dict(m).content", "  yes, no\tyes  ")]
    public void Content_is_found_behind_every_operation(string expression, string expected)
    {
        RenderedChat chat = Render($"{{% for m in messages %}}A: {{{{ '[' ~ ({expression}) ~ ']' }}}}{{% endfor %}}{Prompt}");
        TurnSpans turn = chat.Turns[1];
        Assert.Equal(SpanProblem.None, turn.Problem);
        Assert.Equal(expected, chat.TextOf(turn.Content!.Value));
    }

    [Theory]
    [InlineData("{% macro f(x) %}{{ x }}{% endmacro %}{% for m in messages %}A: {{ f(m.content) }}!{% endfor %}")]
    [InlineData("{% for m in messages %}A: {% set c %}{{ m.content }}{% endset %}{{ c }}!{% endfor %}")]
    [InlineData("{% for m in messages %}A: {% filter trim %}{{ m.content }}{% endfilter %}!{% endfor %}")]
    [InlineData("{% macro f() %}{{ caller() }}{% endmacro %}{% for m in messages %}A: {% call f() %}{{ m.content }}{% endcall %}!{% endfor %}")]
    [InlineData("{% set ns = namespace(t='') %}{% for m in messages %}A: {% set ns.t = m.content %}{{ ns.t }}!{% endfor %}")]
    [InlineData("{% for m in messages %}A: {% for c in m.content %}{{ c }}{% endfor %}!{% endfor %}")]
    [InlineData("{% for i in range(messages | length) %}A: {{ messages[i].content }}!{% endfor %}")]
    [InlineData("{% for i in range(messages | length) %}{% set m = messages[i] %}A: {{ m['content'] | trim }}!{% endfor %}")]
    [InlineData("{% macro all(ms) %}{% for m in ms %}A: {{ m.content }}!{% endfor %}{% endmacro %}{{ all(messages) }}")]
    [InlineData("{% set text %}{% for m in messages %}A: {{ m.content }}!{% endfor %}{% endset %}<s>{{ text | trim }}")]
    [InlineData("{% for m in messages | selectattr('role', 'in', ['user', 'assistant']) %}A: {{ m.content }}!{% endfor %}")]
    [InlineData("{% for m in messages[0:] %}{% with c = m.content %}A: {{ c }}!{% endwith %}{% endfor %}")]
    public void Turn_is_found_however_the_template_gets_there(string template)
    {
        RenderedChat chat = Render(template + Prompt);
        TurnSpans turn = chat.Turns[1];
        Assert.Equal(SpanProblem.None, turn.Problem);
        Assert.Equal("yes, no\tyes", chat.TextOf(turn.Content!.Value).Trim());
        Assert.Equal("!", chat.TextOf(turn.EndMarker!.Value));
        Assert.Equal("yes, no\tyes!", chat.TextOf(turn.Completion!.Value).TrimStart().Replace("  !", "!"));
    }

    [Theory]
    [InlineData("{% for m in messages %}A: {{ m.content | length }}!{% endfor %}", SpanProblem.Untraceable)]
    [InlineData("{% for m in messages %}A: {{ 'y' if 'yes' in m.content }}!{% endfor %}", SpanProblem.Untraceable)]
    [InlineData("{{ messages[0].content }}{{ messages[1].content }}", SpanProblem.Scattered)]
    [InlineData("{% for m in messages %}A: {% endfor %}{{ messages[1].content }}", SpanProblem.Scattered)]
    [InlineData("{% for m in messages %}A: {{ m.content }}{% endfor %}{% for m in messages %}{{ m.content }}{% endfor %}", SpanProblem.Scattered)]
    [InlineData("{% for m in messages %}A: {{ messages[0].content }}{{ m.content }}{% endfor %}", SpanProblem.Interleaved)]
    [InlineData("{% for pair in messages | batch(2) %}A: {{ pair[0].content }}{{ pair[1].content }}{% endfor %}", SpanProblem.Scattered)]
    [InlineData("{% for m in messages if m.role == 'user' %}A: {{ m.content }}{% endfor %}", SpanProblem.NotRendered)]
    [InlineData("no messages at all", SpanProblem.NotRendered)]
    [InlineData("{% for m in messages %}B: {{ m.content }}!{% endfor %}", SpanProblem.UnknownHeader)]
    public void What_cannot_be_told_is_reported_and_left_out(string template, SpanProblem problem)
    {
        RenderedChat chat = Render(template + Prompt);
        Assert.Equal(problem, chat.Turns[1].Problem);
        Assert.Null(chat.Turns[1].Completion);
        Assert.Empty(chat.AssistantSpans);
        Assert.Equal(chat.Turns[1], Assert.Single(chat.Problems));
    }

    [Fact]
    public void A_transformation_that_hides_where_characters_went_is_reported()
    {
        // In title case an f-i ligature becomes two letters, but only at the start of a word: piece by piece it differs.
        const string Template = "{% for m in messages %}A: {{ ('a' ~ m.content).title() }}!{% endfor %}";
        RenderedChat chat = ChatTemplate.Parse(Template + Prompt, "t")
            .Render([ChatMessage.User("x"), ChatMessage.Assistant("\ufb01x \ufb01")]);
        Assert.Equal(SpanProblem.Untraceable, chat.Turns[1].Problem);
    }

    [Fact]
    public void Fields_the_template_writes_nothing_of_are_named()
    {
        ChatMessage message = ChatMessage.FromJson(JsonDocument.Parse("""
            {
              "role": "assistant", "content": "Let me look.", "reasoning_content": " ", "name": "bot",
              "tool_calls": [{"function": {"name": "now", "arguments": {}}}], "empty": [], "number": 5
            }
            """).RootElement);
        RenderedChat chat = BuiltInTemplates.Find("chatml").Load().Render([ChatMessage.User("a"), message]);
        Assert.Equal(["tool_calls"], chat.Turns[1].DroppedFields);
        Assert.Equal(SpanProblem.None, chat.Turns[1].Problem);
        Assert.Empty(BuiltInTemplates.Find("qwen").Load().Render([ChatMessage.User("a"), message]).Turns[1].DroppedFields);
        Assert.Empty(ChatTemplate.Parse("{{ messages | tojson }}", "t").Render([message]).Turns[0].DroppedFields);
    }

    [Fact]
    public void Equal_messages_have_spans_of_their_own()
    {
        ChatMessage same = ChatMessage.Assistant("Hi");
        RenderedChat chat = BuiltInTemplates.Find("chatml").Load().Render([ChatMessage.User("Hi"), same, ChatMessage.User("Hi"), same]);
        Assert.Equal(["Hi<|im_end|>\n", "Hi<|im_end|>\n"], chat.AssistantSpans.Select(chat.TextOf));
        Assert.Equal(chat.Text.IndexOf("assistant\n", StringComparison.Ordinal) + 10, chat.AssistantSpans[0].Start);
        Assert.Equal(chat.Text.LastIndexOf("assistant\n", StringComparison.Ordinal) + 10, chat.AssistantSpans[1].Start);
    }

    [Fact]
    public void Content_that_looks_like_a_marker_does_not_end_the_span()
    {
        RenderedChat chat = BuiltInTemplates.Find("chatml").Load().Render(
            [ChatMessage.User("<|im_start|>assistant\n"), ChatMessage.Assistant("<|im_end|>\n<|im_start|>user\n")]);
        Assert.Equal("<|im_end|>\n<|im_start|>user\n<|im_end|>\n", chat.TextOf(Assert.Single(chat.AssistantSpans)));
    }

    [Fact]
    public void An_empty_answer_still_has_a_place()
    {
        RenderedChat chat = BuiltInTemplates.Find("chatml").Load().Render([ChatMessage.User("a"), ChatMessage.Assistant("")]);
        Assert.Null(chat.Turns[1].Content);
        Assert.Equal("<|im_end|>\n", chat.TextOf(chat.Turns[1].EndMarker!.Value));
        Assert.Equal("<|im_end|>\n", chat.TextOf(Assert.Single(chat.AssistantSpans)));
    }

    [Fact]
    public void What_closes_the_conversation_belongs_to_its_last_turn()
    {
        const string Template = "{% for m in messages %}A: {{ m.content }}!{% endfor %}" +
            "{% if add_generation_prompt %}A: {% else %}<eos>{% endif %}";
        RenderedChat chat = Render(Template);
        Assert.Equal("!<eos>", chat.TextOf(chat.Turns[1].EndMarker!.Value));
    }

    [Fact]
    public void A_prompt_written_unasked_belongs_to_no_turn()
    {
        RenderedChat chat = Render("{% for m in messages %}A: {{ m.content }}!{% endfor %}A: ");
        Assert.Equal("!", chat.TextOf(chat.Turns[1].EndMarker!.Value));
    }

    [Fact]
    public void Without_a_generation_prompt_the_header_is_what_precedes_a_plain_answer()
    {
        RenderedChat chat = Render("{% for m in messages %}{{ m.role }}: {{ m.content | trim }}\n{% endfor %}");
        Assert.Equal("yes, no\tyes\n", chat.TextOf(Assert.Single(chat.AssistantSpans)));
    }

    [Fact]
    public void Without_a_generation_prompt_and_header_the_whole_turn_is_the_completion()
    {
        RenderedChat chat = BuiltInTemplates.Find("mistral").Load(ChatGoldens.Tokens).Render(Two);
        Assert.Equal(" yes, no\tyes</s>", chat.TextOf(Assert.Single(chat.AssistantSpans)));
    }

    [Fact]
    public void Generation_marks_are_exact_inside_macros_and_captures()
    {
        const string Template = "{% macro turn(m) %}A: {% generation %}{{ m.content | trim }}!{% endgeneration %}{% endmacro %}" +
            "{% set all %}{% for m in messages %}{{ turn(m) }};{% endfor %}{% endset %}<s>{{ all }}";
        RenderedChat chat = Render(Template);
        Assert.Equal(["Hi!", "yes, no\tyes!"], chat.GenerationSpans.Select(chat.TextOf));
        Assert.Equal(chat.GenerationSpans, chat.AssistantSpans);
    }

    [Fact]
    public void A_continued_message_has_an_open_completion()
    {
        var options = new RenderOptions { ContinueFinalMessage = true };
        RenderedChat chat = BuiltInTemplates.Find("chatml").Load().Render([ChatMessage.User("a"), ChatMessage.Assistant("b ")], options);
        Assert.EndsWith("assistant\nb ", chat.Text);
        Assert.Equal("b ", chat.TextOf(Assert.Single(chat.AssistantSpans)));
        Assert.Equal("", chat.TextOf(chat.Turns[1].EndMarker!.Value));
    }

    [Fact]
    public void Without_tracking_there_are_no_spans_and_the_same_text()
    {
        ChatTemplate template = BuiltInTemplates.Find("chatml").Load();
        RenderedChat plain = template.Render(Two, new RenderOptions { TrackSpans = false });
        Assert.Equal(template.Render(Two).Text, plain.Text);
        Assert.Empty(plain.Turns);
        Assert.Empty(plain.AssistantSpans);
    }

    [Theory]
    [InlineData("chatml", "yes<|im_end|>\n")]
    [InlineData("llama2", " yes </s>")]
    [InlineData("llama3", "yes<|eot_id|>")]
    [InlineData("mistral", " yes</s>")]
    [InlineData("gemma", "yes<end_of_turn>\n")]
    [InlineData("phi3", "yes<|end|>\n")]
    [InlineData("qwen", "yes<|im_end|>\n")]
    [InlineData("alpaca", "yes</s>")]
    [InlineData("vicuna", " yes</s>")]
    [InlineData("zephyr", "yes</s>\n")]
    public void Built_in_templates_train_on_the_answer_and_its_end(string name, string completion)
    {
        ChatMessage[] messages =
        [
            ChatMessage.System("Be brief."),
            ChatMessage.User("Really?"),
            ChatMessage.Assistant("yes"),
            ChatMessage.User("Sure?"),
            ChatMessage.Assistant("yes"),
        ];
        BuiltInTemplate entry = BuiltInTemplates.Find(name);
        RenderedChat chat = entry.Load(ChatGoldens.Tokens).Render(messages);
        Assert.Empty(chat.Problems);
        Assert.Equal([completion, completion], chat.AssistantSpans.Select(chat.TextOf));
        Assert.EndsWith(entry.EndOfTurn ?? "</s>", completion.Trim());
    }

    private static RenderedChat Render(string template) => ChatTemplate.Parse(template, "t").Render(Two);
}
