using System.Text.Json;
using FineTune.Tokenizers.Chat;

namespace FineTune.Tokenizers.Tests.Chat;

/// <summary>That errors say where and what.</summary>
public sealed class ErrorTests
{
    [Theory]
    [InlineData("{{ messages[0].content.nope() }}", 1, 28, "'str object' has no attribute 'nope'")]
    [InlineData("a\n  {{ missing + 'x' }}", 2, 14, "'missing' is undefined")]
    [InlineData("a\r\n\r\n{% for m in messages %}\r\n{{ raise_exception('no ' ~ m.role) }}{% endfor %}", 4, 19, "no user")]
    [InlineData("{{ 'x' | nope }}", 1, 10, "No filter named 'nope'.")]
    [InlineData("{{ 'x' | wordwrap }}", 1, 10, "The filter 'wordwrap' is not supported in chat templates.")]
    [InlineData("{{ 1 is nope }}", 1, 9, "No test named 'nope'.")]
    [InlineData("{% if x %}\n{{ y }}", 2, 8, "Unexpected end of template. Jinja was looking for the following tags: 'elif' or 'else' or 'endif'. The innermost block that needs to be closed is 'if'.")]
    [InlineData("\n{% frobnicate %}", 2, 4, "Encountered unknown tag 'frobnicate'.")]
    [InlineData("{% include 'x' %}", 1, 4, "{% include %} is not available: a chat template stands alone, there are no other templates to load")]
    [InlineData("{% import 'x' as y %}", 1, 4, "{% import %} is not available: a chat template stands alone, there are no other templates to load")]
    [InlineData("{% extends 'x' %}", 1, 4, "{% extends %} is not available: a chat template stands alone, there are no other templates to load")]
    [InlineData("{{ 'open }}", 1, 4, "unexpected char \"'\" at 3")]
    [InlineData("{% break %}", 1, 4, "'break' outside loop")]
    [InlineData("{% for x in [1] %}{% generation %}{% continue %}{% endgeneration %}{% endfor %}", 1, 38, "'continue' outside loop")]
    [InlineData("{% for x in [1] %}{{ loop([]) }}{% endfor %}", 1, 26, "The loop must have the 'recursive' marker to be called recursively.")]
    [InlineData("{{ 'abc' | upper(1) }}", 1, 12, "upper() takes at most 0 arguments (1 given)")]
    [InlineData("{{ 'abc' | default(nope=1) }}", 1, 12, "default() got an unexpected keyword argument 'nope'")]
    [InlineData("{{ 'abc' | replace('a') }}", 1, 12, "replace() is missing its argument 'new'")]
    [InlineData("{{ 'abc' | replace('a', old='b') }}", 1, 12, "replace() got multiple values for argument 'old'")]
    [InlineData("{{ messages.append(1) }}", 1, 19, "access to attribute 'append' of 'list' object is unsafe.")]
    public void Error_names_template_line_column_and_reason(string source, int line, int column, string reason)
    {
        var fault = Assert.Throws<ChatTemplateException>(
            () => ChatTemplate.Parse(source, "chat.jinja").Render([ChatMessage.User("Hi")]));
        Assert.Equal((reason, line, column, "chat.jinja"), (fault.Reason, fault.Line, fault.Column, fault.TemplateName));
        Assert.StartsWith($"chat.jinja:{line}:{column}: {reason}\n", fault.Message);
        string expected = source.Split('\n')[line - 1].TrimEnd('\r');
        Assert.Equal(expected, fault.SourceLine);
        Assert.EndsWith($"\n    {expected}\n    {new string(' ', column - 1)}^", fault.Message);
    }

    [Fact]
    public void Long_lines_are_shown_around_the_place()
    {
        string source = $"{new string('a', 500)}{{{{ nope.x }}}}{new string('b', 500)}";
        var fault = Assert.Throws<ChatTemplateException>(() => ChatTemplate.Parse(source, "t").Render([]));
        Assert.Equal(source, fault.SourceLine);
        Assert.InRange(fault.Message.Length, 50, 300);
        Assert.Contains("{{ nope.x }}", fault.Message);
    }

    [Fact]
    public void An_unknown_filter_in_a_branch_not_taken_is_no_error()
    {
        Assert.Equal("ok", ChatTemplate.Parse("{% if no %}{{ 'x' | nope }}{% endif %}ok", "t").Render([]).Text);
    }

    [Fact]
    public void A_prompt_and_a_continuation_exclude_each_other()
    {
        var options = new RenderOptions { AddGenerationPrompt = true, ContinueFinalMessage = true };
        Assert.Contains("exclude each other", RenderFault(options, ChatMessage.User("a")).Message);
    }

    [Fact]
    public void A_continuation_needs_text_to_continue()
    {
        var options = new RenderOptions { ContinueFinalMessage = true };
        Assert.Contains("no text in \"content\"", RenderFault(options, new ChatMessage("assistant")).Message);
        Assert.Contains("no text in \"content\"", RenderFault(options).Message);
        Assert.Contains("no text in \"thinking\"", RenderFault(options with { ContinuedField = "thinking" }, ChatMessage.User("a")).Message);
    }

    [Fact]
    public void A_continuation_the_template_swallows_is_an_error()
    {
        ChatTemplate template = ChatTemplate.Parse("{% for m in messages %}{{ m.role }}{% endfor %}", "swallows.jinja");
        var fault = Assert.Throws<ChatTemplateException>(
            () => template.Render([ChatMessage.Assistant("a")], new RenderOptions { ContinueFinalMessage = true }));
        Assert.StartsWith("swallows.jinja: ContinueFinalMessage is set", fault.Message);
    }

    [Theory]
    [InlineData("[]", "a message has to be a JSON object, not an array")]
    [InlineData("\"x\"", "a message has to be a JSON object, not a string")]
    [InlineData("{\"content\": \"x\"}", "a message needs a \"role\" that is a string, such as \"user\"")]
    [InlineData("{\"role\": 5}", "a message needs a \"role\" that is a string, such as \"user\"")]
    [InlineData("{\"role\": \"user\", \"content\": \"\\ud800\"}", "half of a surrogate pair")]
    [InlineData("{\"role\": \"\\udc00\"}", "half of a surrogate pair")]
    [InlineData("{\"role\": \"user\", \"\\ud800\": 1}", "half of a surrogate pair")]
    public void A_message_that_is_none_is_an_error(string json, string reason)
    {
        var fault = Assert.Throws<ChatTemplateException>(() => ChatMessage.FromJson(Json(json)));
        Assert.Contains(reason, fault.Message);
    }

    [Fact]
    public void Half_a_surrogate_pair_deep_in_a_message_is_an_error_that_names_the_message()
    {
        ChatMessage message = ChatMessage.FromJson(Json("{\"role\": \"user\", \"tool_calls\": [{\"a\": \"\\ud800\"}]}"));
        var fault = Assert.Throws<ChatTemplateException>(
            () => BuiltInTemplates.Find("chatml").Load().Render([ChatMessage.User("a"), message]));
        Assert.StartsWith("message 1: ", fault.Message);
    }

    private static ChatTemplateException RenderFault(RenderOptions options, params ChatMessage[] messages) =>
        Assert.Throws<ChatTemplateException>(() => BuiltInTemplates.Find("chatml").Load().Render(messages, options));

    private static JsonElement Json(string json)
    {
        using var document = JsonDocument.Parse(json);
        return document.RootElement.Clone();
    }
}
