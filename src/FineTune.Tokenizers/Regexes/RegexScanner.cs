namespace FineTune.Tokenizers.Regexes;

/// <summary>Walks over the characters of a pattern.</summary>
internal sealed class RegexScanner(string pattern)
{
    private int _at;

    /// <summary>Whether the pattern is over.</summary>
    public bool AtEnd => _at >= pattern.Length;

    /// <summary>The next character; the pattern must not be over.</summary>
    public char Peek => AtEnd ? throw Error("the pattern ends too early") : pattern[_at];

    /// <summary>Takes the next character.</summary>
    public char Next() => AtEnd ? throw Error("the pattern ends too early") : pattern[_at++];

    /// <summary>Takes the next code point.</summary>
    public int NextCodePoint()
    {
        var first = Next();
        return char.IsHighSurrogate(first) && !AtEnd && char.IsLowSurrogate(Peek)
            ? char.ConvertToUtf32(first, Next())
            : first;
    }

    /// <summary>Gives the last taken character back.</summary>
    public void StepBack() => _at--;

    /// <summary>Takes the next character if it is <paramref name="expected"/>.</summary>
    public bool Take(char expected)
    {
        if (AtEnd || pattern[_at] != expected)
            return false;
        _at++;
        return true;
    }

    /// <summary>Takes the next characters if they are <paramref name="expected"/>.</summary>
    public bool Take(string expected)
    {
        if (!pattern.AsSpan(_at).StartsWith(expected))
            return false;
        _at += expected.Length;
        return true;
    }

    /// <summary>Takes everything up to <paramref name="end"/>, and that too.</summary>
    public string ReadUntil(char end)
    {
        var start = _at;
        SkipPast(end);
        return pattern[start..(_at - 1)];
    }

    /// <summary>Moves behind the next <paramref name="end"/>.</summary>
    public void SkipPast(char end)
    {
        while (Next() != end)
        {
        }
    }

    /// <summary>Takes up to <paramref name="most"/> hexadecimal digits.</summary>
    /// <returns>Their value, or -1 where there is none.</returns>
    public int ReadHex(int most)
    {
        var value = -1;
        for (var i = 0; i < most && !AtEnd && char.IsAsciiHexDigit(pattern[_at]); i++)
            value = (Math.Max(value, 0) << 4) | Convert.ToInt32(pattern[_at++].ToString(), 16);
        return value;
    }

    /// <summary>Takes an interval such as <c>{2,5}</c>; what only looks like one is left as it is.</summary>
    public bool TryReadInterval(out int min, out int max)
    {
        var start = _at++;
        var hasMin = TryReadNumber(out min);
        max = min;
        var hasMax = hasMin;
        if (Take(','))
        {
            hasMax = TryReadNumber(out max);
            if (!hasMax)
                max = -1;
        }
        if ((hasMin || hasMax) && Take('}'))
        {
            return max < 0 || min <= max ? true : throw Error("the interval's lower bound is above its upper bound");
        }
        _at = start;
        return false;
    }

    /// <summary>A problem at this place.</summary>
    public RegexSyntaxException Error(string problem) => new(problem, _at);

    private bool TryReadNumber(out int number)
    {
        number = 0;
        var start = _at;
        while (!AtEnd && char.IsAsciiDigit(pattern[_at]))
            number = Math.Min((number * 10) + pattern[_at++] - '0', 10_000_000);
        return _at > start;
    }
}
