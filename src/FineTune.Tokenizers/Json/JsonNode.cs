using System.Runtime.InteropServices;
using System.Text.Json;

namespace FineTune.Tokenizers.Json;

/// <summary>
/// A value of a tokenizer file together with where it stands. Reading something that is not as it must be notes a
/// problem and goes on with a harmless value, so that one report holds all problems of the file.
/// </summary>
internal readonly struct JsonNode(JsonElement element, string path, ICollection<string> problems, string name = "")
{
    /// <summary>The value itself.</summary>
    public JsonElement Element { get; } = element;

    /// <summary>Where it stands, such as <c>model.unk_token</c>; empty for the whole file.</summary>
    public string Path { get; } = path;

    /// <summary>For a member found by <see cref="Members"/>: its name.</summary>
    public string Name { get; } = name;

    /// <summary>Whether the value is a JSON object.</summary>
    public bool IsObject => Element.ValueKind == JsonValueKind.Object;

    /// <summary>Notes a problem with this value.</summary>
    public void Report(string problem) => problems.Add($"{(Path.Length == 0 ? "the file" : Path)}: {problem}");

    /// <summary>The member <paramref name="name"/>, or null where it is missing or null.</summary>
    public JsonNode? Find(string name) =>
        IsObject && Element.TryGetProperty(name, out var member) && member.ValueKind != JsonValueKind.Null
            ? new JsonNode(member, PathOf(name), problems)
            : null;

    /// <summary>The member <paramref name="name"/>; notes a problem where it is missing.</summary>
    public JsonNode? Require(string name)
    {
        var member = Find(name);
        if (member is null)
            Report($"'{name}' is missing");
        return member;
    }

    /// <summary>The items of the array member <paramref name="name"/>, which must be there.</summary>
    public IEnumerable<JsonNode> Items(string name) => Require(name)?.Items() ?? [];

    /// <summary>The items of this array.</summary>
    public IEnumerable<JsonNode> Items()
    {
        if (!Is(JsonValueKind.Array))
            yield break;
        var index = 0;
        foreach (var item in Element.EnumerateArray())
            yield return new JsonNode(item, $"{Path}[{index++}]", problems);
    }

    /// <summary>The members of this object, those that are null left out.</summary>
    public IEnumerable<JsonNode> Members()
    {
        if (!Is(JsonValueKind.Object))
            yield break;
        foreach (var member in Element.EnumerateObject())
        {
            if (member.Value.ValueKind != JsonValueKind.Null)
                yield return new JsonNode(member.Value, PathOf(member.Name), problems, member.Name);
        }
    }

    /// <summary>The boolean member <paramref name="name"/>, or <paramref name="fallback"/>.</summary>
    public bool Bool(string name, bool fallback) => OptionalBool(name) ?? fallback;

    /// <summary>The boolean member <paramref name="name"/>, if there is one.</summary>
    public bool? OptionalBool(string name)
    {
        if (Find(name) is not { } member)
            return null;
        if (member.Element.ValueKind is JsonValueKind.True or JsonValueKind.False)
            return member.Element.GetBoolean();
        member.ReportKind("true or false");
        return null;
    }

    /// <summary>The string member <paramref name="name"/>, which must be there.</summary>
    public string String(string name) => Require(name)?.AsString() ?? "";

    /// <summary>The string member <paramref name="name"/>, or <paramref name="fallback"/>.</summary>
    public string String(string name, string fallback) => Find(name)?.AsString() ?? fallback;

    /// <summary>The string member <paramref name="name"/>, if there is one.</summary>
    public string? OptionalString(string name) => Find(name)?.AsString();

    /// <summary>The string member <paramref name="name"/>, which must be one character.</summary>
    public string Character(string name)
    {
        var text = String(name);
        if (text.EnumerateRunes().Count() == 1)
            return text;
        Find(name)?.Report($"'{text}' is not one character");
        return " ";
    }

    /// <summary>The integer member <paramref name="name"/>, which must be there.</summary>
    public int Int(string name) => Require(name)?.AsInt() ?? 0;

    /// <summary>The integer member <paramref name="name"/>, or <paramref name="fallback"/>.</summary>
    public int Int(string name, int fallback) => Find(name)?.AsInt() ?? fallback;

    /// <summary>This value as a string.</summary>
    public string AsString() => Is(JsonValueKind.String) ? Element.GetString()! : "";

    /// <summary>This value as a non-negative integer.</summary>
    public int AsInt()
    {
        if (Element.ValueKind == JsonValueKind.Number && Element.TryGetInt32(out var value) && value >= 0)
            return value;
        ReportKind("a non-negative integer");
        return 0;
    }

    /// <summary>This value as a number.</summary>
    public double AsDouble()
    {
        if (Element.ValueKind == JsonValueKind.Number)
            return JsonNumbers.Read(JsonMarshal.GetRawUtf8Value(Element));
        ReportKind("a number");
        return 0;
    }

    /// <summary>The string member <paramref name="name"/> as one of the names of <typeparamref name="T"/>.</summary>
    public T Choice<T>(string name, T fallback, Func<T, string> spelling)
        where T : struct, Enum
    {
        if (Find(name) is not { } member)
            return fallback;
        var text = member.AsString();
        foreach (var value in Enum.GetValues<T>())
        {
            if (spelling(value) == text)
                return value;
        }
        var allowed = Enum.GetValues<T>().Select(spelling).ToArray();
        member.Report($"'{text}' is not one of {string.Join(", ", allowed)}{Nearest.Hint(text, allowed)}");
        return fallback;
    }

    /// <summary>Whether this value is of <paramref name="kind"/>; notes a problem where it is not.</summary>
    public bool Is(JsonValueKind kind)
    {
        if (Element.ValueKind == kind)
            return true;
        ReportKind(Describe(kind));
        return false;
    }

    /// <summary>A member's path below this one.</summary>
    public string PathOf(string member) => Path.Length == 0 ? member : $"{Path}.{member}";

    private void ReportKind(string wanted) => Report($"expected {wanted}, found {Describe(Element.ValueKind)}");

    private static string Describe(JsonValueKind kind) => kind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "an array",
        JsonValueKind.String => "a string",
        JsonValueKind.Number => "a number",
        JsonValueKind.True => "true",
        JsonValueKind.False => "false",
        JsonValueKind.Null => "null",
        _ => "nothing",
    };
}
