using System.Globalization;
using System.Numerics;
using System.Text.Json;

namespace FineTune.Tokenizers.Chat.Jinja;

/// <summary>Turns what a caller gives a template into values.</summary>
internal static class JsonValues
{
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
                NativeStack.Check();
                return new PyList([.. json.EnumerateArray().Select(item => From(item, owner))], owner);
            case JsonValueKind.Object:
                NativeStack.Check();
                var dict = new PyDict(4, owner);
                foreach (JsonProperty property in json.EnumerateObject())
                {
                    dict.Set(property.Name, From(property.Value, owner));
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
