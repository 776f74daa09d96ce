using System.Text.Json;

namespace FineTune.Tokenizers.Chat;

/// <summary>A conversation as it stands in a data file, with what the template is given besides its messages.</summary>
/// <param name="Messages">The messages in order.</param>
public sealed record Conversation(IReadOnlyList<ChatMessage> Messages)
{
    /// <summary>JSON schemas of the functions the model may call; null where there are none.</summary>
    public IReadOnlyList<JsonElement>? Tools { get; init; }

    /// <summary>Documents to answer from; null where there are none.</summary>
    public IReadOnlyList<JsonElement>? Documents { get; init; }

    /// <summary>Further variables of the template, such as <c>enable_thinking</c>.</summary>
    public IReadOnlyDictionary<string, JsonElement> Variables { get; init; } = new Dictionary<string, JsonElement>();

    /// <summary>Reads a conversation.</summary>
    /// <param name="json">
    /// An array of messages, or an object with <c>messages</c> and, where there are any, <c>tools</c>,
    /// <c>documents</c> and <c>chat_template_kwargs</c>; other keys are left alone.
    /// </param>
    /// <exception cref="ChatTemplateException">It is neither.</exception>
    public static Conversation FromJson(JsonElement json)
    {
        if (json.ValueKind == JsonValueKind.Array)
        {
            return new Conversation(ReadMessages(json));
        }

        if (json.ValueKind != JsonValueKind.Object || !json.TryGetProperty("messages", out JsonElement messages) ||
            messages.ValueKind != JsonValueKind.Array)
        {
            throw ChatTemplateException.InvalidMessage(
                "a conversation has to be a JSON array of messages, or an object with such an array as \"messages\"");
        }

        return new Conversation(ReadMessages(messages))
        {
            Tools = ReadObjects(json, "tools"),
            Documents = ReadObjects(json, "documents"),
            Variables = ReadVariables(json),
        };
    }

    /// <summary>Renders the conversation.</summary>
    /// <param name="template">The template.</param>
    /// <param name="options">What else the template is given; the conversation's own values go before these.</param>
    /// <exception cref="ChatTemplateException">The template cannot render it.</exception>
    public RenderedChat Render(ChatTemplate template, RenderOptions options) => template.Render(Messages, options with
    {
        Tools = Tools ?? options.Tools,
        Documents = Documents ?? options.Documents,
        Variables = Variables.Count > 0 ? Variables : options.Variables,
    });

    private static ChatMessage[] ReadMessages(JsonElement messages)
    {
        var read = new ChatMessage[messages.GetArrayLength()];
        for (int i = 0; i < read.Length; i++)
        {
            try
            {
                read[i] = ChatMessage.FromJson(messages[i]);
            }
            catch (ChatTemplateException fault)
            {
                throw ChatTemplateException.InvalidMessage($"message {i}: {fault.Reason}");
            }
        }

        return read;
    }

    private static JsonElement[]? ReadObjects(JsonElement json, string key)
    {
        if (!json.TryGetProperty(key, out JsonElement list) || list.ValueKind == JsonValueKind.Null)
        {
            return null;
        }

        return list.ValueKind == JsonValueKind.Array &&
            list.EnumerateArray().All(item => item.ValueKind == JsonValueKind.Object)
            ? [.. list.EnumerateArray()]
            : throw ChatTemplateException.InvalidMessage($"\"{key}\" has to be a JSON array of objects");
    }

    private static Dictionary<string, JsonElement> ReadVariables(JsonElement json)
    {
        const string Key = "chat_template_kwargs";
        if (!json.TryGetProperty(Key, out JsonElement variables) || variables.ValueKind == JsonValueKind.Null)
        {
            return [];
        }

        if (variables.ValueKind != JsonValueKind.Object)
        {
            throw ChatTemplateException.InvalidMessage($"\"{Key}\" has to be a JSON object");
        }

        var values = new Dictionary<string, JsonElement>();
        foreach (JsonProperty variable in variables.EnumerateObject())
        {
            values[variable.Name] = variable.Value;
        }

        return values;
    }
}
