using System.Text.Json;
using FineTune.Data;

namespace FineTune.Recipes;

/// <summary>Files of texts and of ids, one row a line.</summary>
internal static class TextFile
{
    private static readonly string[] JsonExtensions = [".jsonl", ".ndjson", ".json"];

    /// <summary>Texts: a line is a text as it stands, or, in a file of JSON lines, a JSON string.</summary>
    /// <exception cref="DataException">The file or some of its lines cannot be read.</exception>
    public static IReadOnlyList<(RowOrigin Origin, string Value)> ReadTexts(string path) =>
        JsonExtensions.Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase)
            ? JsonLines.Read(path, ReadText)
            : [.. ClassificationData.LoadLines(path).Select(line => (line.Origin, line.Text))];

    /// <summary>Ids: a line is a JSON array of them, or an object with such an array as <c>ids</c>.</summary>
    /// <exception cref="DataException">The file or some of its lines cannot be read.</exception>
    public static IReadOnlyList<(RowOrigin Origin, int[] Value)> ReadIds(string path) => JsonLines.Read(path, ReadIds);

    private static string ReadText(JsonElement json) => json.ValueKind == JsonValueKind.String
        ? json.GetString()!
        : throw new FormatException($"expected a JSON string, found {Describe(json)}");

    private static int[] ReadIds(JsonElement json)
    {
        var ids = json.ValueKind == JsonValueKind.Object && json.TryGetProperty("ids", out var member) ? member : json;
        if (ids.ValueKind != JsonValueKind.Array)
        {
            throw new FormatException(
                $"expected a JSON array of ids, or an object with such an array as \"ids\", found {Describe(ids)}");
        }

        return [.. ids.EnumerateArray().Select(ReadId)];
    }

    private static int ReadId(JsonElement json) =>
        json.ValueKind == JsonValueKind.Number && json.TryGetInt32(out var id) && id >= 0
            ? id
            : throw new FormatException($"an id has to be a whole number from 0 on, not {json.GetRawText()}");

    private static string Describe(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "an array",
        _ => json.GetRawText(),
    };
}
