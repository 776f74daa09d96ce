using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace FineTune.Formats;

/// <summary>
/// JSON files in the layout that transformers and PEFT write: two spaces, keys sorted, a final line feed.
/// </summary>
public static class HfJson
{
    // A key given twice is a mistake that would otherwise pass silently.
    private static readonly JsonDocumentOptions ReadOptions = new() { AllowDuplicateProperties = false };

    private static readonly JsonWriterOptions WriteOptions =
        new() { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Reads a file that holds one JSON object.</summary>
    /// <exception cref="CheckpointException">
    /// The file is not there, is not JSON, has a key twice, or is not an object.
    /// </exception>
    public static JsonObject Read(string path)
    {
        try
        {
            return Parse(File.ReadAllText(path), path);
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            throw CheckpointException.FileMissing(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw CheckpointException.Unreadable(path, error.Message);
        }
    }

    /// <summary>Parses text that holds one JSON object.</summary>
    /// <param name="json">The text.</param>
    /// <param name="path">Where it came from, for messages.</param>
    /// <exception cref="CheckpointException">The text is not JSON, has a key twice, or is not an object.</exception>
    public static JsonObject Parse(string json, string path)
    {
        try
        {
            var node = JsonNode.Parse(json, documentOptions: ReadOptions);
            ReadStrings(node);
            return node as JsonObject ?? throw CheckpointException.NotAnObject(path, Describe(node));
        }
        catch (JsonException error)
        {
            var reason = error.Message.Split(" LineNumber:")[0].Split(" Path:")[0];
            var (line, column) = ((error.LineNumber ?? 0) + 1, (error.BytePositionInLine ?? 0) + 1);
            throw CheckpointException.NotJson(path, line, column, reason);
        }
        catch (InvalidOperationException)
        {
            throw CheckpointException.HalfCharacter(path);
        }
    }

    /// <summary>Writes an object with sorted keys, atomically (see <see cref="AtomicFile"/>).</summary>
    public static void Write(string path, JsonObject value) => AtomicFile.WriteText(path, ToText(value));

    /// <summary>The text that <see cref="Write"/> writes.</summary>
    public static string ToText(JsonObject value)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes, WriteOptions))
        {
            WriteSorted(json, value);
        }

        return System.Text.Encoding.UTF8.GetString(bytes.GetBuffer(), 0, (int)bytes.Length) + "\n";
    }

    /// <summary>A value as a message quotes it: its JSON, cut to what a line bears.</summary>
    public static string Describe(JsonNode? value)
    {
        const int longest = 60;
        var text = value?.ToJsonString() ?? "null";
        return text.Length <= longest ? text : text[..longest] + "...";
    }

    /// <summary>
    /// Reads every string once, since nodes are lazy and a string may hold an escape like \ud800, half a character.
    /// </summary>
    private static void ReadStrings(JsonNode? node)
    {
        switch (node)
        {
            case JsonObject map:
                foreach (var (_, item) in map)
                {
                    ReadStrings(item);
                }

                break;
            case JsonArray list:
                foreach (var item in list)
                {
                    ReadStrings(item);
                }

                break;
            default:
                _ = node?.AsValue().TryGetValue(out string? _);
                break;
        }
    }

    private static void WriteSorted(Utf8JsonWriter json, JsonNode? value)
    {
        switch (value)
        {
            case JsonObject map:
                json.WriteStartObject();
                foreach (var (key, item) in Sorted(map))
                {
                    json.WritePropertyName(key);
                    WriteSorted(json, item);
                }

                json.WriteEndObject();
                break;
            case JsonArray list:
                json.WriteStartArray();
                foreach (var item in list)
                {
                    WriteSorted(json, item);
                }

                json.WriteEndArray();
                break;
            case null:
                json.WriteNullValue();
                break;
            default:
                value.WriteTo(json);
                break;
        }
    }

    /// <summary>By name; maps whose keys are all integers, such as id2label, by number.</summary>
    private static IEnumerable<KeyValuePair<string, JsonNode?>> Sorted(JsonObject map) =>
        map.All(entry => long.TryParse(entry.Key, out _))
            ? map.OrderBy(entry => long.Parse(entry.Key))
            : map.OrderBy(entry => entry.Key, StringComparer.Ordinal);
}
