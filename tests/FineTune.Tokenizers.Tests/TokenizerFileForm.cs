using System.Text.Json.Nodes;

namespace FineTune.Tokenizers.Tests;

/// <summary>Brings a <c>tokenizer.json</c> into the form that the newest reference writes.</summary>
internal static class TokenizerFileForm
{
    /// <summary>What a component of this type says where its file does not.</summary>
    private static readonly Dictionary<string, (string Name, string Json)[]> Defaults = new()
    {
        ["BPE"] =
        [
            ("dropout", "null"), ("unk_token", "null"), ("continuing_subword_prefix", "null"), ("end_of_word_suffix", "null"),
            ("fuse_unk", "false"), ("byte_fallback", "false"), ("ignore_merges", "false"),
        ],
        ["Unigram"] = [("byte_fallback", "false")],
        ["ByteLevel"] = [("use_regex", "true")],
        ["Metaspace"] = [("prepend_scheme", "\"always\""), ("split", "true")],
    };

    public static JsonNode Normal(JsonNode file)
    {
        var model = file["model"]!.AsObject();
        if (!model.ContainsKey("type"))
            model["type"] = model["vocab"] is JsonArray ? "Unigram" : model["merges"] is null ? "WordPiece" : "BPE";
        Visit(file);
        if (model["merges"] is JsonArray merges)
            model["merges"] = new JsonArray([.. merges.Select(Pair)]);
        return file;
    }

    private static void Visit(JsonNode? node)
    {
        if (node is JsonArray items)
        {
            foreach (var item in items)
                Visit(item);
        }
        if (node is not JsonObject members)
            return;
        if (members["type"] is JsonValue type && type.TryGetValue<string>(out var name))
            Complete(members, name);
        foreach (var (key, value) in members)
        {
            if (key != "vocab")
                Visit(value);
        }
    }

    private static void Complete(JsonObject component, string type)
    {
        foreach (var (name, json) in Defaults.GetValueOrDefault(type, []))
        {
            // ByteLevel, the normalizer, has no settings.
            if (!component.ContainsKey(name) && (type != "ByteLevel" || component.Count > 1))
                component[name] = JsonNode.Parse(json);
        }
        if (type != "Metaspace")
            return;
        component.Remove("str_rep");
        if (component["add_prefix_space"] is { } addsPrefixSpace)
        {
            component["prepend_scheme"] = addsPrefixSpace.GetValue<bool>() ? component["prepend_scheme"]!.GetValue<string>() : "never";
            component.Remove("add_prefix_space");
        }
    }

    private static JsonNode? Pair(JsonNode? merge) => merge is JsonValue text
        ? new JsonArray([.. text.GetValue<string>().Split(' ').Select(side => JsonValue.Create(side))])
        : merge?.DeepClone();
}
