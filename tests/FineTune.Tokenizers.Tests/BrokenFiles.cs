using System.Text.Json.Nodes;

namespace FineTune.Tokenizers.Tests;

/// <summary>Every way to break one place of a JSON file: each value in turn is taken away or replaced by something else.</summary>
internal static class BrokenFiles
{
    /// <summary>So many members or items of a large object or array are broken; the others are like them.</summary>
    private const int MostOfAKind = 4;

    private const string Mark = "here it is broken";

    private static readonly string[] Replacements =
    [
        "null", "true", "-1", "3", "2147483648", "1e400", "0.5", "\"\"", "\"x\"", "\"\\ud800\"", "\"(\"", "[]", "{}",
        "[[]]", "[1, 2]", "{\"type\": \"Sequence\"}", "{\"\\udc00\": 0}",
    ];

    /// <summary>All of them, with what was done.</summary>
    public static IEnumerable<(string Change, string Json)> Of(string json)
    {
        foreach (var path in Paths(JsonNode.Parse(json)!, []))
        {
            yield return ($"{Name(path)} removed", Changed(json, path, isRemoved: true));
            // Put in as text, since what JSON cannot hold well cannot be made as a node.
            var marked = Changed(json, path, isRemoved: false);
            foreach (var replacement in Replacements)
                yield return ($"{Name(path)} = {replacement}", marked.Replace($"\"{Mark}\"", replacement, StringComparison.Ordinal));
        }
    }

    private static string Name(object[] path) => string.Join('.', path);

    private static IEnumerable<object[]> Paths(JsonNode node, object[] path)
    {
        IEnumerable<(object Key, JsonNode? Value)> children = node switch
        {
            JsonObject members => members.Select(m => ((object)m.Key, m.Value)),
            JsonArray items => items.Select((item, i) => ((object)i, item)),
            _ => [],
        };
        foreach (var (key, value) in children.Take(path.Length < 2 ? int.MaxValue : MostOfAKind))
        {
            object[] childPath = [.. path, key];
            yield return childPath;
            foreach (var below in value is null ? [] : Paths(value, childPath))
                yield return below;
        }
    }

    private static string Changed(string json, object[] path, bool isRemoved)
    {
        var root = JsonNode.Parse(json)!;
        var parent = path[..^1].Aggregate(root, (node, key) => (key is int i ? node[i] : node[(string)key])!);
        switch (path[^1])
        {
            case int index when isRemoved:
                parent.AsArray().RemoveAt(index);
                break;
            case int index:
                parent[index] = Mark;
                break;
            case string name when isRemoved:
                parent.AsObject().Remove(name);
                break;
            case string name:
                parent[name] = Mark;
                break;
        }
        return root.ToJsonString();
    }
}
