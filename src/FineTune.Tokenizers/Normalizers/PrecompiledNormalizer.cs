using System.Text.Json;
using FineTune.Tokenizers.Json;
using FineTune.Tokenizers.Text;
using FineTune.Tokenizers.Unicode;

namespace FineTune.Tokenizers.Normalizers;

/// <summary>SentencePiece's normalisation, compiled into a table of what becomes of which characters.</summary>
internal sealed class PrecompiledNormalizer(PrecompiledCharsMap map) : INormalizer
{
    /// <summary>Only grapheme clusters shorter than this are looked up as a whole.</summary>
    private const int LongestCluster = 5;

    /// <summary>Reads the component from <c>tokenizer.json</c>.</summary>
    public static PrecompiledNormalizer Read(JsonNode json)
    {
        if (json.Require("precompiled_charsmap") is { } node && node.Is(JsonValueKind.String))
        {
            if (!node.Element.TryGetBytesFromBase64(out var bytes))
                node.Report("this is not base64");
            else if (PrecompiledCharsMap.TryParse(bytes, out var map))
                return new PrecompiledNormalizer(map);
            else
                node.Report("the table is cut short");
        }
        return new PrecompiledNormalizer(PrecompiledCharsMap.Empty);
    }

    /// <inheritdoc/>
    public void Normalize(NormalizedText text)
    {
        var source = text.Span;
        var writer = new Writer(text);
        for (var at = 0; at < source.Length;)
        {
            var end = at + Graphemes.LengthAt(source, at);
            if (end - at <= LongestCluster && map.TryFind(source[at..end], out var replacement))
            {
                writer.Replace(source[at..end], replacement);
                at = end;
                continue;
            }
            while (at < end)
            {
                var length = CodePoint.LengthOf(source[at]);
                var part = source.Slice(at, length);
                if (map.TryFind(part, out replacement))
                    writer.Replace(part, replacement);
                else
                    writer.Keep(CodePoint.Read(part, 0, out _));
                at += length;
            }
        }
        writer.Finish();
    }

    /// <inheritdoc/>
    public void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("type", "Precompiled");
        json.WriteBase64String("precompiled_charsmap", map.Bytes);
        json.WriteEndObject();
    }

    /// <summary>Writes the result one code point late, since what is removed is charged to the code point before it.</summary>
    private ref struct Writer
    {
        private readonly NormalizedText _text;
        private int _codePoint = -1;
        private int _change;
        private bool _isModified;

        public Writer(NormalizedText text)
        {
            _text = text;
            text.BeginEdit();
        }

        public void Keep(int codePoint) => Put(codePoint, 0);

        /// <summary>The first new code points stand for the old ones in turn; surplus new ones are added, surplus old ones go with the last.</summary>
        public void Replace(ReadOnlySpan<byte> old, ReadOnlySpan<byte> replacement)
        {
            _isModified = true;
            var oldCount = CodePoint.Count(old);
            var newCount = 0;
            for (var at = 0; at < replacement.Length; newCount++)
            {
                Put(CodePoint.Read(replacement, at, out var length), newCount < oldCount ? 0 : 1);
                at += length;
            }
            if (newCount < oldCount)
                _change += newCount - oldCount;
        }

        public void Finish()
        {
            Flush();
            if (_isModified)
                _text.EndEdit();
        }

        private void Put(int codePoint, int change)
        {
            Flush();
            (_codePoint, _change) = (codePoint, change);
        }

        private readonly void Flush()
        {
            if (_codePoint >= 0)
                _text.Put(_codePoint, _change);
        }
    }
}
