namespace FineTune.Tokenizers.Text;

/// <summary>A normalised text and the pieces it has been split into so far. One instance serves many texts.</summary>
internal sealed class PreTokenizedText
{
    private Piece[] _pieces = new Piece[64];
    private Piece[] _oldPieces = new Piece[64];
    private int _count;

    /// <summary>The normalised text that the pieces point into.</summary>
    public NormalizedText Text { get; private set; } = new();

    /// <summary>The pieces, in order.</summary>
    public ReadOnlySpan<Piece> Pieces => _pieces.AsSpan(0, _count);

    /// <summary>Forgets all pieces and starts over with an empty text.</summary>
    public void Clear(bool tracked)
    {
        _count = 0;
        Text.Reset([], 0, tracked);
    }

    /// <summary>Takes over <paramref name="text"/> as the whole text, giving the old one in exchange.</summary>
    public NormalizedText Exchange(NormalizedText text)
    {
        var old = Text;
        Text = text;
        return old;
    }

    /// <summary>Appends a piece.</summary>
    public void Add(Piece piece)
    {
        if (_count == _pieces.Length)
            Array.Resize(ref _pieces, _count * 2);
        _pieces[_count++] = piece;
    }

    /// <summary>Splits every word at the matches of <paramref name="pattern"/>.</summary>
    public void Split<TPattern>(TPattern pattern, SplitBehavior behavior, bool invert = false)
        where TPattern : struct, IPattern
    {
        var text = Text.Span;
        foreach (var piece in TakePieces())
        {
            if (piece.IsAdded)
                Add(piece);
            else
                SplitPiece(text[piece.Start..piece.End], pattern, new PieceSink(this, piece.Start, behavior), invert);
        }
    }

    /// <summary>Removes all pieces and returns them; they stay valid until this is called again.</summary>
    public ReadOnlySpan<Piece> TakePieces()
    {
        (_pieces, _oldPieces) = (_oldPieces, _pieces);
        var taken = _oldPieces.AsSpan(0, _count);
        _count = 0;
        return taken;
    }

    private static void SplitPiece<TPattern>(ReadOnlySpan<byte> text, TPattern pattern, PieceSink sink, bool invert)
        where TPattern : struct, IPattern
    {
        var previous = 0;
        for (var at = 0; at <= text.Length;)
        {
            var start = pattern.Find(text, at, out var end);
            if (start < 0)
                break;
            if (previous < start)
                sink.Add(previous, start, isMatch: invert);
            sink.Add(start, end, isMatch: !invert);
            previous = end;
            at = end;
        }
        if (previous < text.Length)
            sink.Add(previous, text.Length, isMatch: invert);
        sink.Flush();
    }
}
