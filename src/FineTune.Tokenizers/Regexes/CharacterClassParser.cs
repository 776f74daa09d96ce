using FineTune.Tokenizers.Unicode;

namespace FineTune.Tokenizers.Regexes;

/// <summary>Reads a set in brackets: ranges, escapes, POSIX classes, sets within sets, and intersections with <c>&amp;&amp;</c>.</summary>
internal sealed class CharacterClassParser(RegexScanner scanner, bool ignoreCase)
{
    private const int DeepestNesting = 100;

    private int _depth;

    /// <summary>Reads the set that begins at the next character, <c>[</c>.</summary>
    public CodePointRanges Read()
    {
        if (++_depth > DeepestNesting)
            throw scanner.Error($"sets are nested more than {DeepestNesting} deep");
        scanner.Next();
        var negated = scanner.Take('^');
        var set = ReadUnion(isFirst: true);
        while (scanner.Take("&&"))
            set = set.Intersect(ReadUnion(isFirst: false));
        if (!scanner.Take(']'))
            throw scanner.Error("']' is missing");
        _depth--;
        if (ignoreCase)
            set = CaseFolding.Widen(set);
        return negated ? set.Negate() : set;
    }

    private CodePointRanges ReadUnion(bool isFirst)
    {
        List<(int, int)> members = [];
        // A bracket that would close an empty set stands for itself.
        if (isFirst && scanner.Take(']'))
            members.Add((']', ']'));
        while (!scanner.AtEnd && scanner.Peek != ']')
        {
            if (scanner.Take("&&"))
            {
                scanner.StepBack();
                scanner.StepBack();
                break;
            }
            var set = TryReadSet();
            if (set is null)
                members.Add(ReadRange());
            else
                members.AddRange(set.Ranges);
        }
        return CodePointRanges.Of(members);
    }

    private CodePointRanges? TryReadSet()
    {
        if (scanner.Take("[:"))
            return ReadPosix();
        if (scanner.Peek == '[')
            return Read();
        if (scanner.Peek != '\\')
            return null;
        scanner.Next();
        var set = CharacterEscapes.TryReadSet(scanner, UnicodeProperties.FindPosix("word")!);
        if (set is null)
            scanner.StepBack();
        return set;
    }

    private CodePointRanges ReadPosix()
    {
        var negated = scanner.Take('^');
        var name = scanner.ReadUntil(':');
        var set = UnicodeProperties.FindPosix(name);
        if (set is null || !scanner.Take(']'))
            throw scanner.Error($"the class '[:{name}:]' is not known");
        return negated ? set.Negate() : set;
    }

    private (int First, int Last) ReadRange()
    {
        var first = ReadCodePoint();
        if (!scanner.Take('-'))
            return (first, first);
        // A hyphen before the closing bracket, or before a set, stands for itself.
        if (scanner.AtEnd || scanner.Peek is ']' or '[' || IsSetEscape())
        {
            scanner.StepBack();
            return (first, first);
        }
        var last = ReadCodePoint();
        return first <= last ? (first, last) : throw scanner.Error("a range's end is before its start");
    }

    private bool IsSetEscape()
    {
        if (!scanner.Take('\\'))
            return false;
        var isSet = "wWsSdDhHpP".Contains(scanner.Peek);
        scanner.StepBack();
        return isSet;
    }

    private int ReadCodePoint()
    {
        if (!scanner.Take('\\'))
            return scanner.NextCodePoint();
        return scanner.Take('b') ? '\b' : CharacterEscapes.ReadCodePoint(scanner);
    }
}
