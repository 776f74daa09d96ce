using System.Globalization;
using FineTune.Tokenizers.Unicode;

namespace FineTune.Tokenizers.Regexes;

/// <summary>
/// Reads a pattern in Oniguruma's syntax, which is what patterns in <c>tokenizer.json</c> are written in: Ruby's
/// rules (<c>^</c> and <c>$</c> at every line, <c>(?m)</c> lets the dot match line feeds), Unicode throughout.
/// </summary>
internal sealed partial class RegexParser
{
    private const int DeepestNesting = 200;
    private const int MostRepeats = 100_000;

    private readonly RegexScanner _scanner;
    private readonly Dictionary<string, int> _groupNames = [];
    private RegexOptions _options;
    private int _groupCount;
    private int _depth;

    private RegexParser(string pattern) => _scanner = new RegexScanner(pattern);

    /// <summary>Reads <paramref name="pattern"/>.</summary>
    /// <exception cref="RegexSyntaxException">It is not a pattern, or not one this engine can run.</exception>
    public static RegexNode Parse(string pattern)
    {
        var parser = new RegexParser(pattern);
        var node = parser.ReadAlternation();
        return parser._scanner.AtEnd ? node : throw parser._scanner.Error("')' without '('");
    }

    private RegexNode ReadAlternation()
    {
        if (++_depth > DeepestNesting)
            throw _scanner.Error($"groups are nested more than {DeepestNesting} deep");
        List<RegexNode> alternatives = [ReadSequence()];
        while (_scanner.Take('|'))
            alternatives.Add(ReadSequence());
        _depth--;
        return alternatives.Count == 1 ? alternatives[0] : new RegexNode.Alternation(alternatives);
    }

    private RegexNode ReadSequence()
    {
        List<RegexNode> items = [];
        while (!_scanner.AtEnd && _scanner.Peek is not ('|' or ')'))
        {
            if (_options.HasFlag(RegexOptions.Extended) && SkipExtended())
                continue;
            var item = ReadItem();
            if (item is not null)
                items.Add(ReadQuantifiers(item));
        }
        return CaseFolding.Expand(items);
    }

    private bool SkipExtended()
    {
        if (char.IsWhiteSpace(_scanner.Peek))
        {
            _scanner.Next();
            return true;
        }
        if (!_scanner.Take('#'))
            return false;
        while (!_scanner.AtEnd && _scanner.Next() != '\n')
        {
        }
        return true;
    }

    /// <summary>Reads one item; null for what only changes options or comments.</summary>
    private RegexNode? ReadItem()
    {
        switch (_scanner.Peek)
        {
            case '(':
                return ReadGroup();
            case '[':
                return new RegexNode.Set(new CharacterClassParser(_scanner, IgnoreCase).Read());
            case '\\':
                return ReadEscape();
            case '.':
                _scanner.Next();
                return new RegexNode.Set(_options.HasFlag(RegexOptions.DotMatchesLineFeed)
                    ? CodePointRanges.All
                    : CodePointRanges.Of('\n').Negate());
            case '^':
                _scanner.Next();
                return new RegexNode.Anchor(AnchorKind.LineStart);
            case '$':
                _scanner.Next();
                return new RegexNode.Anchor(AnchorKind.LineEnd);
            case '*' or '+' or '?':
                throw _scanner.Error("nothing to repeat");
            default:
                return Literal(_scanner.NextCodePoint());
        }
    }

    private bool IgnoreCase => _options.HasFlag(RegexOptions.IgnoreCase);

    private RegexNode Literal(int codePoint) => IgnoreCase
        ? new RegexNode.Caseless(codePoint)
        : new RegexNode.Set(CodePointRanges.Of(codePoint));

    private RegexNode ReadQuantifiers(RegexNode item)
    {
        while (!_scanner.AtEnd)
        {
            var interval = false;
            var exact = false;
            int min, max;
            switch (_scanner.Peek)
            {
                case '*':
                    (min, max) = (0, -1);
                    break;
                case '+':
                    (min, max) = (1, -1);
                    break;
                case '?':
                    (min, max) = (0, 1);
                    break;
                case '{' when _scanner.TryReadInterval(out min, out max):
                    interval = true;
                    exact = min == max;
                    break;
                default:
                    return item;
            }
            if (!interval)
                _scanner.Next();
            if (min > MostRepeats || max > MostRepeats)
                throw _scanner.Error($"more than {MostRepeats} repetitions");
            item = Repeat(CaseFolding.Expand([item]), min, max, interval, exact);
        }
        return item;
    }

    private RegexNode.Repeat Repeat(RegexNode item, int min, int max, bool interval, bool exact)
    {
        // '{n}?' is not lazy but optional, and '{n,m}+' not possessive but a repeated repetition.
        if (exact && _scanner.Take('?'))
            return new RegexNode.Repeat(new RegexNode.Repeat(item, min, max, Greed.Greedy), 0, 1, Greed.Greedy);
        var greed = _scanner.Take('?') ? Greed.Lazy : !interval && _scanner.Take('+') ? Greed.Possessive : Greed.Greedy;
        return new RegexNode.Repeat(item, min, max, greed);
    }

    private RegexNode ReadEscape()
    {
        _scanner.Next();
        if (_scanner.AtEnd)
            throw _scanner.Error("the pattern ends in '\\'");
        var letter = _scanner.Next();
        switch (letter)
        {
            case 'A':
                return new RegexNode.Anchor(AnchorKind.TextStart);
            case 'z':
                return new RegexNode.Anchor(AnchorKind.TextEnd);
            case 'Z':
                return new RegexNode.Anchor(AnchorKind.TextEndOrLastLineFeed);
            case 'G':
                return new RegexNode.Anchor(AnchorKind.SearchStart);
            case 'b':
                return new RegexNode.Anchor(AnchorKind.WordBoundary);
            case 'B':
                return new RegexNode.Anchor(AnchorKind.NotWordBoundary);
            case 'R':
                return LineBreak();
            case 'N':
                return new RegexNode.Set(CodePointRanges.Of('\n').Negate());
            case 'O':
                return new RegexNode.Set(CodePointRanges.All);
            case 'k':
                return ReadNamedReference();
            case >= '1' and <= '9' when TryReadReference(letter, out var reference):
                return reference;
            case 'K' or 'X' or 'g' or 'y' or 'Y':
                throw _scanner.Error($"'\\{letter}' is not supported");
        }
        _scanner.StepBack();
        var set = CharacterEscapes.TryReadSet(_scanner, UnicodeProperties.Word);
        return set is null
            ? Literal(CharacterEscapes.ReadCodePoint(_scanner))
            : new RegexNode.Set(IgnoreCase ? CaseFolding.Widen(set) : set);
    }

    private static RegexNode.Atomic LineBreak() => new(new RegexNode.Alternation(
    [
        new RegexNode.Sequence(
            [new RegexNode.Set(CodePointRanges.Of('\r')), new RegexNode.Set(CodePointRanges.Of('\n'))]),
        new RegexNode.Set(CodePointRanges.Of([('\n', '\r'), (0x85, 0x85), (0x2028, 0x2029)])),
    ]));

    private bool TryReadReference(char first, out RegexNode reference)
    {
        // '\10' is a reference only where there are that many groups, and an octal code otherwise.
        var index = first - '0';
        while (!_scanner.AtEnd && char.IsAsciiDigit(_scanner.Peek) && (index * 10) + _scanner.Peek - '0' <= _groupCount)
            index = (index * 10) + _scanner.Next() - '0';
        reference = new RegexNode.BackReference(index);
        return index <= _groupCount || index <= 9;
    }

    private RegexNode.BackReference ReadNamedReference()
    {
        var end = _scanner.Next() switch
        {
            '<' => '>',
            '\'' => '\'',
            _ => throw _scanner.Error("'\\k' needs a name, as in \\k<name>"),
        };
        var name = _scanner.ReadUntil(end);
        if (int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var index))
            return new RegexNode.BackReference(index);
        return _groupNames.TryGetValue(name, out index)
            ? new RegexNode.BackReference(index)
            : throw _scanner.Error($"there is no group named '{name}'");
    }
}
