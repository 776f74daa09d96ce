using System.Text.Json;

namespace FineTune.Tokenizers.Chat;

/// <summary>
/// One message of a conversation, as a template sees it: an object with a role, mostly a content, and any other keys.
/// </summary>
/// <param name="Role">
/// Who speaks: <c>system</c>, <c>user</c>, <c>assistant</c>, <c>tool</c>, or what the template knows.
/// </param>
/// <param name="Content">
/// The text; null where the message has none, or a list of parts (then in <see cref="Extra"/>).
/// </param>
public sealed record ChatMessage(string Role, string? Content = null)
{
    /// <summary>The role of the messages that a model writes.</summary>
    public const string AssistantRole = "assistant";

    /// <summary>
    /// All other keys in order, as JSON: <c>tool_calls</c>, <c>tool_call_id</c>, <c>name</c>, <c>reasoning_content</c>,
    /// <c>content</c> where it is no text, and whatever else the template reads.
    /// </summary>
    public IReadOnlyList<KeyValuePair<string, JsonElement>> Extra { get; init; } = [];

    /// <summary>
    /// The order of keys in the JSON the message was read from, where it is not role, content, others.
    /// </summary>
    internal IReadOnlyList<string>? KeyOrder { get; init; }

    internal bool IsAssistant => Role == AssistantRole;

    /// <summary>A message of the system.</summary>
    public static ChatMessage System(string content) => new("system", content);

    /// <summary>A message of the user.</summary>
    public static ChatMessage User(string content) => new("user", content);

    /// <summary>A message of the assistant.</summary>
    /// <param name="content">Its text; null for one that only calls tools.</param>
    /// <param name="reasoning">What it thought, as <c>reasoning_content</c>; null for nothing.</param>
    /// <param name="toolCalls">Its calls, as the JSON array <c>tool_calls</c>; null for none.</param>
    public static ChatMessage Assistant(string? content, string? reasoning = null, JsonElement? toolCalls = null)
    {
        var extra = new List<KeyValuePair<string, JsonElement>>();
        if (reasoning is not null)
        {
            extra.Add(new("reasoning_content", ToJson(reasoning)));
        }

        if (toolCalls is { } calls)
        {
            extra.Add(new("tool_calls", calls));
        }

        return new ChatMessage(AssistantRole, content) { Extra = extra };
    }

    /// <summary>What a tool answered.</summary>
    /// <param name="content">The answer.</param>
    /// <param name="name">The tool's name; null to leave it out.</param>
    /// <param name="toolCallId">The id of the call it answers; null to leave it out.</param>
    public static ChatMessage Tool(string content, string? name = null, string? toolCallId = null) =>
        new ChatMessage("tool", content).With("name", name).With("tool_call_id", toolCallId);

    /// <summary>Reads a message.</summary>
    /// <param name="message">A JSON object with a string <c>role</c>.</param>
    /// <exception cref="ChatTemplateException">It is no such object.</exception>
    public static ChatMessage FromJson(JsonElement message)
    {
        try
        {
            return Read(message);
        }
        catch (InvalidOperationException)
        {
            throw ChatTemplateException.InvalidMessage(Jinja.JsonValues.NotText);
        }
    }

    /// <summary>The value of another key; null where the message does not have it.</summary>
    public JsonElement? Find(string key)
    {
        foreach ((string name, JsonElement value) in Extra)
        {
            if (name == key)
            {
                return value;
            }
        }

        return null;
    }

    private static ChatMessage Read(JsonElement message)
    {
        if (message.ValueKind != JsonValueKind.Object)
        {
            throw ChatTemplateException.InvalidMessage($"a message has to be a JSON object, not {Describe(message)}");
        }

        if (!message.TryGetProperty("role", out JsonElement role) || role.ValueKind != JsonValueKind.String)
        {
            throw ChatTemplateException.InvalidMessage("a message needs a \"role\" that is a string, such as \"user\"");
        }

        message.TryGetProperty("content", out JsonElement text);
        string? content = text.ValueKind == JsonValueKind.String ? text.GetString() : null;
        string[] keys = [.. message.EnumerateObject().Select(property => property.Name).Distinct()];
        string[] usual = content is null ? ["role"] : ["role", "content"];
        return new ChatMessage(role.GetString()!, content)
        {
            Extra = [.. keys.Except(usual).Select(key => KeyValuePair.Create(key, message.GetProperty(key).Clone()))],
            KeyOrder = keys.Take(usual.Length).SequenceEqual(usual) ? null : keys,
        };
    }

    private ChatMessage With(string key, string? value) => value is null
        ? this
        : this with { Extra = [.. Extra, new(key, ToJson(value))] };

    private static JsonElement ToJson(string text)
    {
        using var document = JsonDocument.Parse($"\"{JsonEncodedText.Encode(text)}\"");
        return document.RootElement.Clone();
    }

    private static string Describe(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Array => "an array",
        JsonValueKind.String => "a string",
        JsonValueKind.Null => "null",
        JsonValueKind.Number => "a number",
        _ => "a boolean",
    };
}
