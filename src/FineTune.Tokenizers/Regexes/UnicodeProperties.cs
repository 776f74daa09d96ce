using System.Collections.Concurrent;
using FineTune.Tokenizers.Unicode;

namespace FineTune.Tokenizers.Regexes;

/// <summary>The sets that patterns can name: categories, scripts, properties and POSIX classes.</summary>
internal static class UnicodeProperties
{
    private static readonly Dictionary<string, string> CategoryNames = """
        letter=l uppercaseletter=lu lowercaseletter=ll titlecaseletter=lt modifierletter=lm otherletter=lo
        mark=m combiningmark=m nonspacingmark=mn spacingmark=mc enclosingmark=me number=n decimalnumber=nd
        letternumber=nl othernumber=no punctuation=p connectorpunctuation=pc dashpunctuation=pd
        openpunctuation=ps closepunctuation=pe initialpunctuation=pi finalpunctuation=pf otherpunctuation=po
        symbol=s mathsymbol=sm currencysymbol=sc modifiersymbol=sk othersymbol=so separator=z
        spaceseparator=zs lineseparator=zl paragraphseparator=zp other=c control=cc format=cf surrogate=cs
        privateuse=co unassigned=cn
        """.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Select(n => n.Split('=')).ToDictionary(n => n[0], n => n[1]);

    private static readonly ConcurrentDictionary<string, CodePointRanges?> Known = new();
    private static readonly Lazy<Dictionary<string, byte>> Scripts = new(ReadScripts);

    /// <summary><c>\w</c></summary>
    public static CodePointRanges Word => Load("regex-word")!;

    /// <summary><c>\s</c></summary>
    public static CodePointRanges Space => Load("posix-space")!;

    /// <summary><c>\d</c></summary>
    public static CodePointRanges Digit => Load("posix-digit")!;

    /// <summary><c>\h</c></summary>
    public static CodePointRanges HexDigit => Load("posix-xdigit")!;

    /// <summary>Names that <see cref="Find"/> knows, for suggestions.</summary>
    public static IEnumerable<string> Names =>
        UnicodeData.Categories.Concat(CategoryNames.Keys).Concat(Scripts.Value.Keys);

    /// <summary>The set that <c>\p{name}</c> means, or null.</summary>
    public static CodePointRanges? Find(string name)
    {
        var key = string.Concat(name.Where(c => c is not (' ' or '_' or '-'))).ToLowerInvariant();
        return Known.GetOrAdd("p:" + key, _ => FindNormalized(key));
    }

    /// <summary>The set that <c>[:name:]</c> means, or null.</summary>
    public static CodePointRanges? FindPosix(string name) => Load("posix-" + name);

    private static CodePointRanges? FindNormalized(string key) => key switch
    {
        "any" => CodePointRanges.All,
        "assigned" => Category("cn").Negate(),
        "word" => Word,
        "punct" => Category("p"),
        _ when CategoryNames.TryGetValue(key, out var category) => Category(category),
        _ when UnicodeData.Categories.Any(c => c.StartsWith(key, StringComparison.OrdinalIgnoreCase)) || key is "cn" or "cs"
            => Category(key),
        _ when Scripts.Value.TryGetValue(key, out var script) => Classes("script", script),
        _ => Load("is-" + key) ?? Load("posix-" + key),
    };

    private static CodePointRanges Category(string key)
    {
        if (key == "cs")
            return CodePointRanges.Empty;
        if (key is "cn" or "c")
        {
            var assigned = CodePointRanges.Of(UnicodeData.Ranges("category").Select(r => (r.First, r.Last)));
            var unassigned = assigned.Union(CodePointRanges.Of(0xD800, 0xDFFF)).Negate();
            return key == "cn" ? unassigned : unassigned.Union(Named(key));
        }
        return Named(key);
    }

    private static CodePointRanges Named(string key) => CodePointRanges.Of(UnicodeData.Ranges("category")
        .Where(r => UnicodeData.Categories[r.Value - 1].StartsWith(key, StringComparison.OrdinalIgnoreCase))
        .Select(r => (r.First, r.Last)));

    private static CodePointRanges Classes(string table, byte value) => CodePointRanges.Of(
        UnicodeData.Ranges(table).Where(r => r.Value == value).Select(r => (r.First, r.Last)));

    private static CodePointRanges? Load(string table) => Known.GetOrAdd(
        table, static t => UnicodeData.Has(t) ? CodePointRanges.Of(UnicodeData.SetRanges(t)) : null);

    private static Dictionary<string, byte> ReadScripts()
    {
        Dictionary<string, byte> scripts = [];
        byte value = 0;
        foreach (var aliases in UnicodeData.Text("script-names").Split(' '))
        {
            value++;
            foreach (var alias in aliases.Split('|'))
                scripts[alias] = value;
        }
        return scripts;
    }
}
