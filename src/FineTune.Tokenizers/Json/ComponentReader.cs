namespace FineTune.Tokenizers.Json;

/// <summary>Picks a component's reader by its <c>type</c>.</summary>
internal static class ComponentReader
{
    /// <summary>Reads the component that <paramref name="json"/> describes; null where its type is unknown, which is noted.</summary>
    public static T? Read<T>(IReadOnlyList<ComponentEntry<T>> all, JsonNode json)
        where T : class
    {
        if (!json.Is(System.Text.Json.JsonValueKind.Object) || json.Require("type") is not { } node)
            return null;
        var type = node.AsString();
        var entry = all.FirstOrDefault(e => e.Type == type);
        if (entry is not null)
            return entry.Read(json);
        var allowed = all.Select(e => e.Type).ToArray();
        node.Report($"'{type}' is not one of {string.Join(", ", allowed)}{Nearest.Hint(type, allowed)}");
        return null;
    }

    /// <summary>Reads the optional component <paramref name="name"/> of the file.</summary>
    public static T? ReadOptional<T>(IReadOnlyList<ComponentEntry<T>> all, JsonNode file, string name)
        where T : class => file.Find(name) is { } json ? Read(all, json) : null;

    /// <summary>Reads the components listed under <paramref name="name"/>, as a Sequence has them.</summary>
    public static IReadOnlyList<T> ReadList<T>(IReadOnlyList<ComponentEntry<T>> all, JsonNode json, string name)
        where T : class => [.. json.Items(name).Select(item => Read(all, item)).OfType<T>()];
}
