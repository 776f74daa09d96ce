using System.Globalization;
using System.Numerics;
using System.Text.Json;

namespace FineTune.Tokenizers.Chat.Jinja;

/// <summary>Turns what a caller gives a template into values.</summary>
internal static class JsonValues
{
    /// <summary>What is wrong with JSON whose text .NET refuses to read.</summary>
    public const string NotText =
        "a JSON string holds half of a surrogate pair (a \\uD800 to \\uDFFF escape on its own), which is no text";

    /// <summary>A message as a dict whose strings, role and name apart, carry where they come from.</summary>
    /// <param name="message">The message.</param>
    /// <param name="index">Its index in the conversation; negative marks nothing.</param>
    public static PyDict FromMessage(ChatMessage message, int index)
    {
        var dict = new PyDict(message.Extra.Count + 2, index < 0 ? null : new Origin(index));
        IEnumerable<string> keys = message.KeyOrder ?? Keys(message);
        foreach (string key in keys)
        {
            Origin? origin = index < 0 || key == "name" ? null : new Origin(index, key);
            if (key == "role")
            {
                dict.Set(key, message.Role);
            }
            else if (key == "content" && message.Content is { } content)
            {
                dict.Set(key, Own(content, origin));
            }
            else if (message.Find(key) is { } other)
            {
                dict.Set(key, From(other, origin));
            }
        }

        return dict;
    }

    /// <summary>JSON as Python reads it.</summary>
    /// <param name="json">The JSON.</param>
    /// <param name="origin">The message and field it is part of, if any.</param>
    public static Value From(JsonElement json, Origin? origin = null)
    {
        try
        {
            return Convert(json, origin, 0);
        }
        catch (InvalidOperationException)
        {
            throw new JinjaException(NotText);
        }
    }

    private static Value Convert(JsonElement json, Origin? origin, int depth)
    {
        Nesting.Check(depth);
        switch (json.ValueKind)
        {
            case JsonValueKind.String:
                return Own(json.GetString()!, origin);
            case JsonValueKind.Number:
                return Number(json);
            case JsonValueKind.True:
                return true;
            case JsonValueKind.False:
                return false;
            case JsonValueKind.Array:
                return new PyList([.. json.EnumerateArray().Select(item => Convert(item, origin, depth + 1))], origin);
            case JsonValueKind.Object:
                var dict = new PyDict(4, origin);
                foreach (JsonProperty property in json.EnumerateObject())
                {
                    dict.Set(property.Name, Convert(property.Value, origin, depth + 1));
                }

                return dict;
            default:
                return Value.None;
        }
    }

    private static IEnumerable<string> Keys(ChatMessage message)
    {
        yield return "role";
        if (message.Content is not null)
        {
            yield return "content";
        }

        foreach ((string key, _) in message.Extra)
        {
            yield return key;
        }
    }

    private static Value Own(string text, Origin? origin) =>
        origin is null ? text : new Str(text, [new Mark(0, text.Length, MarkKind.Own, origin)]);

    private static Value Number(JsonElement json)
    {
        if (json.TryGetInt64(out long integer))
        {
            return integer;
        }

        string text = json.GetRawText();
        return text.AsSpan().IndexOfAny('.', 'e', 'E') < 0
            ? Value.From(BigInteger.Parse(text, CultureInfo.InvariantCulture))
            : double.Parse(text, CultureInfo.InvariantCulture);
    }
}
