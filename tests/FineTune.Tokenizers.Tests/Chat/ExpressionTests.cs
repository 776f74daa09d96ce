using System.Text.Json;
using FineTune.Tokenizers.Chat;

namespace FineTune.Tokenizers.Tests.Chat;

/// <summary>One-line templates against what jinja2, configured as transformers does, makes of them.</summary>
public sealed class ExpressionTests
{
    private const string File = "expressions.jsonl";

    private static readonly Dictionary<string, JsonElement> Context = ChatGoldens.Head(File).GetProperty("context")
        .EnumerateObject().ToDictionary(entry => entry.Name, entry => entry.Value);

    public static TheoryData<string> Snippets =>
        new(ChatGoldens.Rows(File).Select(row => row.GetProperty("template").GetString()!));

    [Theory]
    [MemberData(nameof(Snippets))]
    public void Snippet_gives_what_the_reference_gives(string template)
    {
        JsonElement row = ChatGoldens.Rows(File).First(row => row.GetProperty("template").GetString() == template);
        if (row.TryGetProperty("text", out JsonElement text))
        {
            Assert.Equal(text.GetString(), Render(template));
        }
        else
        {
            var fault = Assert.Throws<ChatTemplateException>(() => Render(template));
            Assert.Equal(row.GetProperty("message").GetString(), fault.Reason);
        }
    }

    private static string Render(string template)
    {
        var options = new RenderOptions { Variables = Context, Clock = new FixedClock() };
        ChatMessage[] messages = [.. Context["messages"].EnumerateArray().Select(ChatMessage.FromJson)];
        return ChatTemplate.Parse(template, "snippet").Render(messages, options).Text;
    }
}
