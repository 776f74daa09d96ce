namespace FineTune.Tokenizers.Regexes;

/// <content>Groups: what stands in round brackets.</content>
internal sealed partial class RegexParser
{
    private RegexNode? ReadGroup()
    {
        _scanner.Next();
        if (!_scanner.Take('?'))
            return ReadCapture();
        switch (_scanner.Next())
        {
            case ':':
                return Close(ReadScoped());
            case '=':
                return Close(new RegexNode.Look(ReadScoped(), Behind: false, Negative: false));
            case '!':
                return Close(new RegexNode.Look(ReadScoped(), Behind: false, Negative: true));
            case '>':
                return Close(new RegexNode.Atomic(ReadScoped()));
            case '#':
                _scanner.SkipPast(')');
                return null;
            case '<' when _scanner.Take('='):
                return Close(new RegexNode.Look(ReadScoped(), Behind: true, Negative: false));
            case '<' when _scanner.Take('!'):
                return Close(new RegexNode.Look(ReadScoped(), Behind: true, Negative: true));
            case '<':
                return ReadNamedGroup('>');
            case '\'':
                return ReadNamedGroup('\'');
            default:
                _scanner.StepBack();
                return ReadOptionGroup();
        }
    }

    private RegexNode ReadNamedGroup(char end)
    {
        _groupNames[_scanner.ReadUntil(end)] = _groupCount + 1;
        return ReadCapture();
    }

    private RegexNode ReadCapture()
    {
        var index = ++_groupCount;
        return Close(new RegexNode.Capture(ReadScoped(), index));
    }

    /// <summary>Reads <c>(?i)</c>, which holds to the end of the enclosing group, or <c>(?i:…)</c>.</summary>
    private RegexNode ReadOptionGroup()
    {
        var outer = _options;
        for (var on = true; ;)
        {
            var option = _scanner.Next();
            switch (option)
            {
                case '-':
                    on = false;
                    continue;
                case 'i':
                    Set(RegexOptions.IgnoreCase, on);
                    continue;
                case 'm':
                    Set(RegexOptions.DotMatchesLineFeed, on);
                    continue;
                case 'x':
                    Set(RegexOptions.Extended, on);
                    continue;
                case ':':
                    var inside = ReadAlternation();
                    _options = outer;
                    return Close(inside);
                case ')':
                    // All that follows, alternatives included, is inside these options.
                    var rest = ReadAlternation();
                    _options = outer;
                    return rest;
                default:
                    throw _scanner.Error($"the group option '{option}' is not known; i, m and x are");
            }
        }
    }

    private void Set(RegexOptions option, bool on) => _options = on ? _options | option : _options & ~option;

    private RegexNode ReadScoped()
    {
        var outer = _options;
        var node = ReadAlternation();
        _options = outer;
        return node;
    }

    private RegexNode Close(RegexNode node) =>
        _scanner.Take(')') ? node : throw _scanner.Error("')' is missing");
}
