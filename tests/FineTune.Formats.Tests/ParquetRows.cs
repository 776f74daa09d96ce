using System.Text.Json.Nodes;

namespace FineTune.Formats.Tests;

/// <summary>Rows of Parquet files as JSON, in which the golden rows are written.</summary>
internal static class ParquetRows
{
    /// <summary>The golden rows of one of the three tables.</summary>
    public static JsonArray Expected(string table) =>
        JsonNode.Parse(File.ReadAllText(Goldens.At("parquet", $"{table}.json")))!.AsArray();

    /// <summary>What a file holds.</summary>
    public static List<JsonNode> Read(string path, params IReadOnlyList<string> columns)
    {
        using var file = ParquetFile.Open(path);
        var names = columns.Count == 0 ? [.. file.Columns.Select(column => column.Name)] : columns;
        return [.. file.Rows(columns).Select(row => Row(names, row))];
    }

    private static JsonObject Row(IReadOnlyList<string> names, object?[] values) =>
        [.. names.Zip(values, (name, value) => KeyValuePair.Create(name, Json(value)))];

    private static JsonNode? Json(object? value) => value switch
    {
        null => null,
        bool flag => flag,
        long number => number,
        ulong number => number,
        float number => (double)number,
        double number => number,
        decimal number => number.ToString(),
        string text => text,
        byte[] bytes => "0x" + Convert.ToHexStringLower(bytes),
        List<object?> items => new JsonArray([.. items.Select(Json)]),
        OrderedDictionary<string, object?> map =>
            new JsonObject(map.Select(entry => KeyValuePair.Create(entry.Key, Json(entry.Value)))),
        _ => throw new ArgumentOutOfRangeException(nameof(value), value, "no plain value"),
    };
}
