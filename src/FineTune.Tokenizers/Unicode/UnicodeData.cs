using System.IO.Compression;

namespace FineTune.Tokenizers.Unicode;

/// <summary>
/// The reference's view of Unicode, property by property, from the embedded <c>unicode.dat</c>
/// (see <c>generate.py</c>). Each table is built when it is first asked for.
/// </summary>
internal static class UnicodeData
{
    private static readonly Lazy<Dictionary<string, byte[]>> Tables = new(ReadTables);

    private static readonly Lazy<CodePointSet> WhitespaceSet = new(() => Set("whitespace"));
    private static readonly Lazy<CodePointSet> PunctuationSet = new(() => Set("punctuation"));
    private static readonly Lazy<CodePointSet> NumericSet = new(() => Set("numeric"));
    private static readonly Lazy<CodePointSet> WordSet = new(() => Set("word"));
    private static readonly Lazy<CodePointSet> BertControlSet = new(() => Set("bert-control"));
    private static readonly Lazy<CodePointSet> NonspacingMarkSet = new(() => Set("nonspacing-mark"));
    private static readonly Lazy<CodePointSet> CombiningMarkSet = new(() => Set("combining-mark"));
    private static readonly Lazy<CodePointMap> LowercaseMap = new(() => new(Entries("lowercase")));
    private static readonly Lazy<CodePointMap> CanonicalMap = new(() => new(Entries("canonical")));
    private static readonly Lazy<CodePointMap> CompatibleMap = new(() => new(Entries("compatible")));
    private static readonly Lazy<CodePointClasses> CombiningClasses = new(() => new(Ranges("combining-class")));
    private static readonly Lazy<CodePointClasses> CategoryClasses = new(() => new(Ranges("category")));

    /// <summary>Code points with the property White_Space.</summary>
    public static CodePointSet Whitespace => WhitespaceSet.Value;

    /// <summary>ASCII punctuation and symbols, and the categories P* of Unicode 8.</summary>
    public static CodePointSet Punctuation => PunctuationSet.Value;

    /// <summary>The categories N*.</summary>
    public static CodePointSet Numeric => NumericSet.Value;

    /// <summary>What <c>\w</c> means to the Whitespace pre-tokenizer and to whole-word added tokens.</summary>
    public static CodePointSet Word => WordSet.Value;

    /// <summary>What BERT's text cleaning removes: controls, formats, private use, U+FFFD and NUL.</summary>
    public static CodePointSet BertControl => BertControlSet.Value;

    /// <summary>The category Mn of Unicode 8: the accents that BERT strips.</summary>
    public static CodePointSet NonspacingMark => NonspacingMarkSet.Value;

    /// <summary>The categories M* of Unicode 9: what StripAccents removes.</summary>
    public static CodePointSet CombiningMark => CombiningMarkSet.Value;

    /// <summary>Full lower case, one code point at a time (so no final sigma).</summary>
    public static CodePointMap Lowercase => LowercaseMap.Value;

    /// <summary>Full canonical decompositions of Unicode 9, Hangul syllables aside.</summary>
    public static CodePointMap Canonical => CanonicalMap.Value;

    /// <summary>Full compatibility decompositions of Unicode 9 where they differ from the canonical ones.</summary>
    public static CodePointMap Compatible => CompatibleMap.Value;

    /// <summary>Canonical combining classes of Unicode 9.</summary>
    public static CodePointClasses CombiningClass => CombiningClasses.Value;

    /// <summary>General categories: 1 + the index in <see cref="Categories"/>, 0 for unassigned.</summary>
    public static CodePointClasses Category => CategoryClasses.Value;

    /// <summary>The names of the general categories, in the order of <see cref="Category"/>.</summary>
    public static IReadOnlyList<string> Categories { get; } =
    [
        "Lu", "Ll", "Lt", "Lm", "Lo", "Mn", "Mc", "Me", "Nd", "Nl", "No", "Pc", "Pd", "Ps", "Pe", "Pi", "Pf", "Po",
        "Sm", "Sc", "Sk", "So", "Zs", "Zl", "Zp", "Cc", "Cf", "Co",
    ];

    /// <summary>Reads a map as it is stored: (code point, code points it maps to).</summary>
    public static IReadOnlyList<KeyValuePair<int, int[]>> Entries(string name)
    {
        List<KeyValuePair<int, int[]>> entries = [];
        var reader = new VarintReader(Tables.Value[name]);
        for (var key = 0; !reader.AtEnd;)
        {
            key += reader.Next();
            var values = new int[reader.Next()];
            for (var i = 0; i < values.Length; i++)
                values[i] = reader.Next();
            entries.Add(new(key, values));
        }
        return entries;
    }

    /// <summary>Reads classes as they are stored: (first, last, class).</summary>
    public static IReadOnlyList<(int First, int Last, byte Value)> Ranges(string name)
    {
        List<(int, int, byte)> ranges = [];
        var reader = new VarintReader(Tables.Value[name]);
        for (var last = 0; !reader.AtEnd;)
        {
            var first = last + reader.Next();
            last = first + reader.Next();
            ranges.Add((first, last, (byte)reader.Next()));
        }
        return ranges;
    }

    /// <summary>Whether there is a table of this name.</summary>
    public static bool Has(string name) => Tables.Value.ContainsKey(name);

    /// <summary>Reads a table that is plain text.</summary>
    public static string Text(string name) => TextEncoding.ASCII.GetString(Tables.Value[name]);

    /// <summary>Reads a set as it is stored: (first, last).</summary>
    public static IReadOnlyList<(int First, int Last)> SetRanges(string name)
    {
        List<(int, int)> ranges = [];
        var reader = new VarintReader(Tables.Value[name]);
        for (var last = 0; !reader.AtEnd;)
        {
            var first = last + reader.Next();
            last = first + reader.Next();
            ranges.Add((first, last));
        }
        return ranges;
    }

    private static CodePointSet Set(string name) => new(SetRanges(name));

    private static Dictionary<string, byte[]> ReadTables()
    {
        using var packed = typeof(UnicodeData).Assembly.GetManifestResourceStream("unicode.dat")!;
        using var unpacked = new MemoryStream();
        using (var inflate = new DeflateStream(packed, CompressionMode.Decompress))
            inflate.CopyTo(unpacked);

        var data = unpacked.ToArray();
        Dictionary<string, byte[]> tables = [];
        var reader = new VarintReader(data);
        while (!reader.AtEnd)
        {
            var name = TextEncoding.ASCII.GetString(reader.Take(reader.Next()));
            tables[name] = reader.Take(reader.Next()).ToArray();
        }
        return tables;
    }
}
