using FineTune.Tokenizers.Unicode;

namespace FineTune.Tokenizers.Regexes;

/// <summary>
/// A pattern as a deterministic automaton over classes of code points: one table look-up a code point and no
/// backtracking. It finds the same match as trying the alternatives in order would.
/// </summary>
/// <remarks>
/// A state is the list of places in the pattern that are still alive, best first. A condition on the next code point
/// is decided one step late, when that code point is at hand, which is why a step says whether a match ended
/// <em>before</em> the code point it takes.
/// </remarks>
internal sealed class RegexAutomaton
{
    /// <summary>The state in which nothing is alive any more.</summary>
    private const int Dead = 0;

    private const int Start = 1;

    private readonly CodePointClasses _classes;
    private readonly byte[] _asciiClasses;
    private readonly int[] _steps;
    private readonly int _width;

    /// <summary>Takes over the tables that <see cref="RegexAutomatonBuilder"/> made.</summary>
    /// <param name="classes">The class of each code point, from 0.</param>
    /// <param name="steps">For each state and class, and for the text's end, twice the next state, plus 1 if a match ends before.</param>
    /// <param name="width">The steps of one state: the classes, and one for the end.</param>
    public RegexAutomaton(CodePointClasses classes, int[] steps, int width)
    {
        _classes = classes;
        _steps = steps;
        _width = width;
        _asciiClasses = [.. Enumerable.Range(0, 0x80).Select(c => classes[c])];
    }

    /// <summary>The end of the match that begins at <paramref name="start"/>, or -1.</summary>
    public int MatchAt(ReadOnlySpan<byte> text, int start)
    {
        var (state, end, at) = (Start, -1, start);
        while (at < text.Length)
        {
            int next = text[at];
            var length = 1;
            next = next < 0x80 ? _asciiClasses[next] : _classes[CodePoint.Read(text, at, out length)];
            var step = _steps[(state * _width) + next];
            if ((step & 1) != 0)
                end = at;
            state = step >> 1;
            if (state == Dead)
                return end;
            at += length;
        }
        return (_steps[(state * _width) + _width - 1] & 1) != 0 ? at : end;
    }
}
