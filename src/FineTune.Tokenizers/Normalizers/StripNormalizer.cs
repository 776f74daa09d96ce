using System.Text.Json;
using FineTune.Tokenizers.Json;
using FineTune.Tokenizers.Text;
using FineTune.Tokenizers.Unicode;

namespace FineTune.Tokenizers.Normalizers;

/// <summary>Removes whitespace at the ends.</summary>
internal sealed class StripNormalizer(bool stripLeft, bool stripRight) : INormalizer
{
    /// <summary>Reads the component from <c>tokenizer.json</c>.</summary>
    public static StripNormalizer Read(JsonNode json) =>
        new(json.Bool("strip_left", true), json.Bool("strip_right", true));

    /// <inheritdoc/>
    public void Normalize(NormalizedText text)
    {
        var source = text.Span;
        var start = stripLeft ? Whitespace.CountAtStart(source) : 0;
        var end = source.Length - (stripRight ? Whitespace.CountAtEnd(source[start..]) : 0);
        if (start == 0 && end == source.Length)
            return;
        text.BeginEdit();
        text.Skip(start);
        text.Keep(end - start);
        text.EndEdit();
    }

    /// <inheritdoc/>
    public void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("type", "Strip");
        json.WriteBoolean("strip_left", stripLeft);
        json.WriteBoolean("strip_right", stripRight);
        json.WriteEndObject();
    }
}
