using System.Text.Json;
using FineTune.Tokenizers.Json;
using FineTune.Tokenizers.Text;
using FineTune.Tokenizers.Unicode;

namespace FineTune.Tokenizers.PreTokenizers;

/// <summary>Cuts the text into pieces of so many code points.</summary>
internal sealed class FixedLengthPreTokenizer(int length) : IPreTokenizer
{
    /// <summary>Reads the component from <c>tokenizer.json</c>.</summary>
    public static FixedLengthPreTokenizer Read(JsonNode json)
    {
        var length = json.Int("length", 5);
        if (length == 0)
            json.Report("'length' must be at least 1");
        return new FixedLengthPreTokenizer(Math.Max(length, 1));
    }

    /// <inheritdoc/>
    public void PreTokenize(PreTokenizedText text) => text.Split(new Pattern(length), SplitBehavior.Isolated);

    /// <inheritdoc/>
    public void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("type", "FixedLength");
        json.WriteNumber("length", length);
        json.WriteEndObject();
    }

    private readonly struct Pattern(int length) : IPattern
    {
        public int Find(ReadOnlySpan<byte> text, int from, out int end)
        {
            end = from;
            for (var i = 0; i < length && end < text.Length; i++)
                end += CodePoint.LengthOf(text[end]);
            return from < text.Length ? from : -1;
        }
    }
}
