using System.Security.Cryptography;
using System.Text.Json;
using FineTune.Tokenizers.Chat;

namespace FineTune.Tokenizers.Tests.Chat;

/// <summary>
/// Every conversation through every template, against what transformers renders (<c>tests/goldens/chat</c>, where the
/// command is that makes the expectations).
/// </summary>
public sealed class TemplateGoldenTests
{
    public static TheoryData<string> BuiltIns => new(BuiltInTemplates.All.Select(entry => entry.Name));

    public static TheoryData<string> ThirdParties => new(
        ChatGoldens.Rows("thirdparty.jsonl").Select(row => row.GetProperty("template").GetString()!).Distinct());

    [Theory]
    [MemberData(nameof(BuiltIns))]
    public void Built_in_templates_give_the_committed_text(string name) =>
        Check("builtin.jsonl", name, BuiltInTemplates.Find(name).Load(ChatGoldens.Tokens), text => text);

    [SkippableTheory]
    [MemberData(nameof(ThirdParties))]
    public void Templates_of_real_models_give_what_the_reference_gives(string name)
    {
        string file = Repository.Shared("tokenizers", "chat_templates", $"{name}.jinja");
        ChatTemplate template = ChatTemplate.Parse(File.ReadAllText(file), name).WithSpecialTokens(ChatGoldens.Tokens);
        Check("thirdparty.jsonl", name, template, Digest);
    }

    private static void Check(string file, string name, ChatTemplate template, Func<string, string> expected)
    {
        int count = 0;
        foreach (JsonElement row in ChatGoldens.Rows(file).Where(row => row.GetProperty("template").GetString() == name))
        {
            string conversation = row.GetProperty("conversation").GetString()!;
            count++;
            if (row.TryGetProperty("error", out JsonElement error))
            {
                CheckError(template, conversation, error.GetString()!, row.GetProperty("message").GetString()!, expected);
            }
            else
            {
                CheckText(template, conversation, row, expected);
            }
        }

        Assert.Equal(ChatGoldens.Names.Count(), count);
    }

    private static void CheckText(ChatTemplate template, string conversation, JsonElement row, Func<string, string> expected)
    {
        RenderedChat chat = template.Render(ChatGoldens.Messages(conversation), ChatGoldens.Options(conversation));
        Assert.True(row.GetProperty("text").GetString() == expected(chat.Text), $"{conversation}: {chat.Text}");
        if (ChatGoldens.Options(conversation).ContinueFinalMessage)
        {
            return;
        }

        int[][] spans = [.. row.GetProperty("spans").EnumerateArray().Select(span => span.Deserialize<int[]>()!)];
        Assert.Equal(spans, chat.GenerationSpans.Select(span => new[] { CodePoints(span.Start), CodePoints(span.End) }));

        // The reference counts code points.
        int CodePoints(int offset) => chat.Text[..offset].EnumerateRunes().Count();
    }

    private static void CheckError(
        ChatTemplate template, string conversation, string error, string message, Func<string, string> expected)
    {
        var fault = Assert.Throws<ChatTemplateException>(
            () => template.Render(ChatGoldens.Messages(conversation), ChatGoldens.Options(conversation)));

        // What the template raises itself and what is undefined is said in the same words.
        if (error is "TemplateError" or "UndefinedError" or "TypeError")
        {
            Assert.True(message == expected(fault.Reason), $"{conversation}: {error}: {fault.Message}");
        }
    }

    private static string Digest(string text) =>
        Convert.ToHexStringLower(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(text)));
}
