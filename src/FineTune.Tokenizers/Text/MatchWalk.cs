using System.Runtime.InteropServices;
using FineTune.Tokenizers.Unicode;

namespace FineTune.Tokenizers.Text;

/// <summary>
/// Goes from match to match. An empty match right behind the one before it does not count, so that every search ends.
/// </summary>
[StructLayout(LayoutKind.Auto)]
internal struct MatchWalk
{
    private int _from;
    private int _lastEnd;

    /// <summary>Begins at the text's start.</summary>
    public MatchWalk() => _lastEnd = -1;

    /// <summary>Finds the next match.</summary>
    public bool Next<TPattern>(TPattern pattern, ReadOnlySpan<byte> text, out int start, out int end)
        where TPattern : IPattern
    {
        while (_from <= text.Length)
        {
            start = pattern.Find(text, _from, out end);
            if (start < 0)
                break;
            if (start == end && end == _lastEnd)
            {
                _from += _from < text.Length ? CodePoint.LengthOf(text[_from]) : 1;
                continue;
            }
            _from = _lastEnd = end;
            return true;
        }
        (start, end) = (-1, -1);
        return false;
    }
}
