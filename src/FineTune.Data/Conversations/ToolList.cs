using System.Text.Json;

namespace FineTune.Data;

/// <summary>Reads the tools that a model may call in a conversation.</summary>
internal static class ToolList
{
    /// <summary>
    /// The tools as templates expect them, each <c>{"type": "function", "function": ...}</c>; null for none. A value
    /// that is no list is added to the problems.
    /// </summary>
    public static IReadOnlyList<JsonElement>? Read(Field value, string column, RowOrigin origin, DataProblems problems)
    {
        if (value.IsMissing || string.IsNullOrWhiteSpace(value.Text) && value.Text is not null)
        {
            return null;
        }

        if (value.Nested is not { ValueKind: JsonValueKind.Array } list)
        {
            problems.Add(DataException.WrongType(origin, column, "a list of JSON schemas", value));
            return null;
        }

        return list.GetArrayLength() == 0 ? null : [.. list.EnumerateArray().Select(Wrapped)];
    }

    private static JsonElement Wrapped(JsonElement tool)
    {
        if (tool.ValueKind != JsonValueKind.Object || tool.TryGetProperty("function", out _))
        {
            return tool;
        }

        using var document = JsonDocument.Parse($$"""{"type": "function", "function": {{tool.GetRawText()}}}""");
        return document.RootElement.Clone();
    }
}
