using System.Buffers;
using System.Text.Json;
using FineTune.Tokenizers.Json;
using FineTune.Tokenizers.Text;
using FineTune.Tokenizers.Unicode;

namespace FineTune.Tokenizers.Normalizers;

/// <summary>BERT's cleaning: controls out, whitespace to spaces, CJK ideographs apart, accents off, lower case.</summary>
internal sealed class BertNormalizer(bool cleanText, bool handleChineseChars, bool? stripAccents, bool lowercase)
    : INormalizer
{
    private const byte Kept = 0;
    private const byte Removed = 1;
    private const byte Space = 2;
    private const byte Ideograph = 3;

    private static readonly SearchValues<byte> AsciiControls =
        SearchValues.Create([.. Enumerable.Range(0, 0x20).Select(b => (byte)b), 0x7F]);

    private static readonly Lazy<CodePointClasses> Treatments = new(BuildTreatments);

    /// <summary>Reads the component from <c>tokenizer.json</c>.</summary>
    public static BertNormalizer Read(JsonNode json) => new(
        json.Bool("clean_text", true),
        json.Bool("handle_chinese_chars", true),
        json.OptionalBool("strip_accents"),
        json.Bool("lowercase", true));

    private bool StripsAccents => stripAccents ?? lowercase;

    /// <inheritdoc/>
    public void Normalize(NormalizedText text)
    {
        if (text.IsAscii && !(cleanText && text.Span.ContainsAny(AsciiControls)))
        {
            if (lowercase)
                text.LowerAsciiInPlace();
            return;
        }
        if (cleanText || handleChineseChars)
            text.Rewrite(new CleaningRule(Treatments.Value, cleanText, handleChineseChars));
        if (StripsAccents)
        {
            UnicodeForms.Decompose(text, compatible: false);
            text.Rewrite(new RemovalRule(UnicodeData.NonspacingMark));
        }
        if (lowercase)
            text.Rewrite(default(LowercaseRule));
    }

    /// <inheritdoc/>
    public void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("type", "BertNormalizer");
        json.WriteBoolean("clean_text", cleanText);
        json.WriteBoolean("handle_chinese_chars", handleChineseChars);
        if (stripAccents is { } strips)
            json.WriteBoolean("strip_accents", strips);
        else
            json.WriteNull("strip_accents");
        json.WriteBoolean("lowercase", lowercase);
        json.WriteEndObject();
    }

    private readonly struct CleaningRule(CodePointClasses treatments, bool cleanText, bool handleChineseChars)
        : ICodePointRule
    {
        public bool AppliesTo(int codePoint)
        {
            var treatment = treatments[codePoint];
            return treatment != Kept && (treatment == Ideograph ? handleChineseChars : cleanText);
        }

        public void Apply(int codePoint, int length, NormalizedText text)
        {
            switch (treatments[codePoint])
            {
                case Removed:
                    text.Skip(length);
                    break;
                case Space:
                    text.Put(' ', 0);
                    break;
                default:
                    text.Put(' ', 0);
                    text.Put(codePoint, 1);
                    text.Put(' ', 1);
                    break;
            }
        }
    }

    private static CodePointClasses BuildTreatments()
    {
        List<(int, int, byte)> ranges =
        [
            (0x3400, 0x4DBF, Ideograph), (0x4E00, 0x9FFF, Ideograph), (0xF900, 0xFAFF, Ideograph),
            (0x20000, 0x2A6DF, Ideograph), (0x2A700, 0x2B73F, Ideograph), (0x2B740, 0x2B81F, Ideograph),
            (0x2B920, 0x2CEAF, Ideograph), (0x2F800, 0x2FA1F, Ideograph),
        ];
        for (var c = 0; c <= CodePoint.Max; c++)
        {
            if (UnicodeData.BertControl.Contains(c))
                ranges.Add((c, c, Removed));
            else if (UnicodeData.Whitespace.Contains(c) && c != ' ')
                ranges.Add((c, c, Space));
        }
        return new CodePointClasses(ranges);
    }
}
