using System.Text.Json;

namespace FineTune.Data;

/// <summary>One value of a row: a cell of a text file, which has no type, or a JSON value.</summary>
public readonly struct Field
{
    private const int LongestQuote = 60;

    private readonly JsonElement _json;

    private Field(string? text, bool isCell, JsonElement json = default) =>
        (Text, IsCell, _json) = (text, isCell, json);

    /// <summary>
    /// What kind of value this is; a cell is a string, the default value is <see cref="JsonValueKind.Undefined"/>.
    /// </summary>
    public JsonValueKind Kind => Text is null ? _json.ValueKind : JsonValueKind.String;

    /// <summary>The text of a string or cell; null for any other value.</summary>
    public string? Text { get; }

    /// <summary>Whether this is a cell, whose text may stand for a number.</summary>
    public bool IsCell { get; }

    /// <summary>Whether there is no value: no such column, JSON null, or an empty cell.</summary>
    public bool IsMissing => Kind is JsonValueKind.Undefined or JsonValueKind.Null || (IsCell && Text!.Length == 0);

    /// <summary>The items of a JSON list; none for any other value.</summary>
    public IEnumerable<Field> Items => Kind == JsonValueKind.Array ? _json.EnumerateArray().Select(OfJson) : [];

    /// <summary>
    /// The value as a JSON list or object. A text that holds one counts too: so cells have them, and some JSON files.
    /// Null for any other value.
    /// </summary>
    public JsonElement? Nested =>
        Kind is JsonValueKind.Array or JsonValueKind.Object ? _json : Text is { } text ? Parse(text) : null;

    /// <summary>A cell of a CSV or TSV file.</summary>
    public static Field OfCell(string text) => new(text, isCell: true);

    /// <summary>A JSON string.</summary>
    public static Field OfString(string text) => new(text, isCell: false);

    /// <summary>Any JSON value.</summary>
    public static Field OfJson(JsonElement json) =>
        json.ValueKind == JsonValueKind.String ? OfString(json.GetString()!) : new(text: null, isCell: false, json);

    /// <summary>The value as messages quote it: its JSON, cut to what a line bears.</summary>
    public override string ToString()
    {
        var text = Text is not null ? $"\"{Text}\"" : Kind == JsonValueKind.Undefined ? "nothing" : _json.GetRawText();
        return text.Length <= LongestQuote ? text : text[..LongestQuote] + "...";
    }

    private static JsonElement? Parse(string text)
    {
        if (text.AsSpan().TrimStart() is not (['[', ..] or ['{', ..]))
        {
            return null;
        }

        try
        {
            using var document = JsonDocument.Parse(text);
            return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            return null; // A text like any other.
        }
    }
}
