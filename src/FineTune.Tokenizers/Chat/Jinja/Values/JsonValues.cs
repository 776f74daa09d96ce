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

    /// <summary>A message as a dict whose strings, role and name apart, carry the message's index.</summary>
    /// <param name="message">The message.</param>
    /// <param name="index">Its index in the conversation; negative marks nothing.</param>
    public static PyDict FromMessage(ChatMessage message, int index)
    {
        var dict = new PyDict(message.Extra.Count + 2, index, isMessage: true);
        IEnumerable<string> keys = message.KeyOrder ?? Keys(message);
        foreach (string key in keys)
        {
            if (key == "role")
            {
                dict.Set(key, message.Role);
            }
            else if (key == "content" && message.Content is { } content)
            {
                dict.Set(key, Own(content, index));
            }
            else if (message.Find(key) is { } other)
            {
                dict.Set(key, From(other, key == "name" ? -1 : index));
            }
        }

        return dict;
    }

    /// <summary>JSON as Python reads it.</summary>
    /// <param name="json">The JSON.</param>
    /// <param name="owner">Index of the message it belongs to, or -1.</param>
    public static Value From(JsonElement json, int owner = -1)
    {
        try
        {
            return Convert(json, owner, 0);
        }
        catch (InvalidOperationException)
        {
            throw new JinjaException(NotText);
        }
    }

    private static Value Convert(JsonElement json, int owner, int depth)
    {
        Nesting.Check(depth);
        switch (json.ValueKind)
        {
            case JsonValueKind.String:
                return Own(json.GetString()!, owner);
            case JsonValueKind.Number:
                return Number(json);
            case JsonValueKind.True:
                return true;
            case JsonValueKind.False:
                return false;
            case JsonValueKind.Array:
                return new PyList([.. json.EnumerateArray().Select(item => Convert(item, owner, depth + 1))], owner);
            case JsonValueKind.Object:
                var dict = new PyDict(4, owner);
                foreach (JsonProperty property in json.EnumerateObject())
                {
                    dict.Set(property.Name, Convert(property.Value, owner, depth + 1));
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

    private static Value Own(string text, int owner) =>
        owner < 0 ? text : new Str(text, [new Mark(0, text.Length, MarkKind.Own, owner)]);

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
