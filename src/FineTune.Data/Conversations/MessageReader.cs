using System.Text.Json;
using FineTune.Tokenizers.Chat;

namespace FineTune.Data;

/// <summary>Reads conversations out of JSON lists.</summary>
/// <param name="roleKey">The key of a message that says who speaks.</param>
/// <param name="contentKey">The key with what is said.</param>
/// <param name="roles">The names of roles.</param>
internal sealed class MessageReader(string roleKey, string contentKey, ChatRoles roles)
{
    private const string RoleKey = "role";
    private const string ContentKey = "content";

    /// <summary>The keys that a list's first message uses, where the config does not name them.</summary>
    /// <param name="columns">What the config names.</param>
    /// <param name="sample">A list of messages, or anything else.</param>
    public static (string Role, string Content) Keys(ColumnsConfig columns, Field sample)
    {
        var (role, content) = IsListWith("from", sample) && !IsListWith(RoleKey, sample)
            ? ("from", "value")
            : (RoleKey, ContentKey);
        return (columns.Role ?? role, columns.Content ?? content);
    }

    /// <summary>Whether a value is a list of objects with a key, which is how a list of messages shows.</summary>
    public static bool IsListWith(string key, Field value) => First(value)?.TryGetProperty(key, out _) ?? false;

    /// <summary>The messages of a list; what is wrong is added to the problems, and gives null.</summary>
    public List<ChatMessage>? Read(Field list, string column, RowOrigin origin, DataProblems problems)
    {
        if (list.Nested is not { ValueKind: JsonValueKind.Array } items)
        {
            problems.Add(list.IsMissing
                ? DataException.MissingValue(origin, column)
                : DataException.WrongType(origin, column, "a list of messages", list));
            return null;
        }

        var before = problems.Count;
        var messages = new List<ChatMessage>(items.GetArrayLength());
        foreach (var item in items.EnumerateArray())
        {
            if (Message(item, $"{column}[{messages.Count}]", origin, problems) is not { } message)
            {
                return null;
            }

            messages.Add(message);
        }

        return problems.Count == before ? messages : null;
    }

    private ChatMessage? Message(JsonElement item, string place, RowOrigin origin, DataProblems problems)
    {
        if (item.ValueKind != JsonValueKind.Object
            || !item.TryGetProperty(roleKey, out var name) || name.ValueKind != JsonValueKind.String)
        {
            problems.Add(DataException.NotAMessage(origin, place, roleKey, Field.OfJson(item)));
            return null;
        }

        if (roles.Find(name.GetString()!) is not { } role)
        {
            problems.Add(DataException.UnknownRole(origin, place, name.GetString()!, roles.Names));
            return null;
        }

        var content = item.TryGetProperty(contentKey, out var text) && text.ValueKind == JsonValueKind.String
            ? text.GetString()
            : null;
        return role == ChatRoles.FunctionCall ? Call(content, place, origin, problems)
            : roleKey == RoleKey && contentKey == ContentKey ? ChatMessage.FromJson(item) with { Role = role }
            : new ChatMessage(role, content) { Extra = [.. OtherKeys(item)] };
    }

    private IEnumerable<KeyValuePair<string, JsonElement>> OtherKeys(JsonElement item) =>
        from property in item.EnumerateObject()
        where property.Name != roleKey && property.Name != contentKey
        select KeyValuePair.Create(property.Name, property.Value);

    /// <summary>An answer that calls functions: its text is one call or a list of them.</summary>
    private static ChatMessage? Call(string? content, string place, RowOrigin origin, DataProblems problems)
    {
        var calls = Field.OfString(content ?? "").Nested switch
        {
            { ValueKind: JsonValueKind.Array } list => list.EnumerateArray().ToArray(),
            { } single => [single],
            null => [],
        };
        if (calls.Length == 0 || Array.Exists(calls, call =>
            call.ValueKind != JsonValueKind.Object || !call.TryGetProperty("name", out _)))
        {
            problems.Add(DataException.NotACall(origin, place, Field.OfString(content ?? "")));
            return null;
        }

        var wrapped = calls.Select(call => $$"""{"type": "function", "function": {{call.GetRawText()}}}""");
        using var document = JsonDocument.Parse($"[{string.Join(", ", wrapped)}]");
        return ChatMessage.Assistant(content: null, toolCalls: document.RootElement.Clone());
    }

    private static JsonElement? First(Field list) =>
        list.Nested is { ValueKind: JsonValueKind.Array } items && items.GetArrayLength() > 0
            && items[0].ValueKind == JsonValueKind.Object
            ? items[0]
            : null;
}
