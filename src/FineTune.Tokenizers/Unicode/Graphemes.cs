namespace FineTune.Tokenizers.Unicode;

/// <summary>What a reader takes for one character: extended grapheme clusters of UAX #29.</summary>
internal static class Graphemes
{
    private const byte CR = 1, LF = 2, Control = 3, Extend = 4, Zwj = 5, RegionalIndicator = 6, Prepend = 7;
    private const byte SpacingMark = 8, L = 9, V = 10, T = 11, LV = 12, LVT = 13, Pictographic = 14;
    private const byte Consonant = 15, Linker = 16, ExtendOnly = 17;

    private static readonly Lazy<CodePointClasses> Classes = new(() => new(UnicodeData.Ranges("grapheme")));

    /// <summary>The bytes of the cluster that begins at <paramref name="start"/>.</summary>
    public static int LengthAt(ReadOnlySpan<byte> text, int start)
    {
        // Two ASCII characters in a row are two clusters, save CR LF.
        if (text[start] < 0x80 && (start + 1 == text.Length || (text[start + 1] < 0x80 && text[start] != '\r')))
            return 1;
        var classes = Classes.Value;
        var before = classes[CodePoint.Read(text, start, out var length)];
        var state = new State();
        state.Pass(before);
        var at = start + length;
        while (at < text.Length)
        {
            var after = classes[CodePoint.Read(text, at, out length)];
            if (state.BreaksBetween(before, after))
                break;
            state.Pass(after);
            before = after;
            at += length;
        }
        return at - start;
    }

    /// <summary>What rules that look further back than one code point need to know.</summary>
    private struct State
    {
        private int _indicators;
        private bool _pictographic;
        private bool _pictographicZwj;
        private bool _consonant;
        private bool _linked;

        public void Pass(byte c)
        {
            _indicators = c == RegionalIndicator ? _indicators + 1 : 0;
            _pictographicZwj = _pictographic && c == Zwj;
            _pictographic = c == Pictographic || (_pictographic && c is Extend or Linker or ExtendOnly);
            _linked = _consonant && (c == Linker || (_linked && c is Extend or Zwj));
            _consonant = c == Consonant || (_consonant && c is Extend or Zwj or Linker);
        }

        public readonly bool BreaksBetween(byte before, byte after) => (before, after) switch
        {
            (CR, LF) => false,
            (CR or LF or Control, _) or (_, CR or LF or Control) => true,
            (L, L or V or LV or LVT) or (LV or V, V or T) or (LVT or T, T) => false,
            (_, Extend or Zwj or Linker or ExtendOnly or SpacingMark) or (Prepend, _) => false,
            (_, Consonant) when _linked => false,
            (Zwj, Pictographic) when _pictographicZwj => false,
            (RegionalIndicator, RegionalIndicator) => _indicators % 2 == 0,
            _ => true,
        };
    }
}
