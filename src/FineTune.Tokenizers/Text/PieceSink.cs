namespace FineTune.Tokenizers.Text;

/// <summary>Turns the matches found in one piece, in order, into new pieces as the behaviour says. Empty pieces vanish.</summary>
internal ref struct PieceSink(PreTokenizedText target, int offset, SplitBehavior behavior)
{
    private readonly PreTokenizedText _target = target;
    private int _heldStart = -1;
    private int _heldEnd;
    private bool _previousWasMatch;

    /// <summary>Takes the next stretch of the piece; stretches follow one another without gaps.</summary>
    public void Add(int start, int end, bool isMatch)
    {
        switch (behavior)
        {
            case SplitBehavior.Isolated:
                Emit(start, end);
                return;
            case SplitBehavior.Removed:
                if (!isMatch)
                    Emit(start, end);
                return;
        }
        var joins = _heldStart >= 0 && behavior switch
        {
            SplitBehavior.MergedWithPrevious => isMatch && !_previousWasMatch,
            SplitBehavior.MergedWithNext => !isMatch && _previousWasMatch,
            _ => isMatch == _previousWasMatch,
        };
        if (!joins)
        {
            Flush();
            _heldStart = start;
        }
        _heldEnd = end;
        _previousWasMatch = isMatch;
    }

    /// <summary>Hands out what is still held back.</summary>
    public void Flush()
    {
        if (_heldStart >= 0)
            Emit(_heldStart, _heldEnd);
        _heldStart = -1;
    }

    private readonly void Emit(int start, int end)
    {
        if (start < end)
            _target.Add(new Piece(offset + start, offset + end));
    }
}
