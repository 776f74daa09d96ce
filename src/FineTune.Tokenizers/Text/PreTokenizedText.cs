namespace FineTune.Tokenizers.Text;

/// <summary>A normalised text and the pieces it has been split into so far. One instance serves many texts.</summary>
internal sealed class PreTokenizedText
{
    private Piece[] _pieces = new Piece[64];
    private Piece[] _oldPieces = new Piece[64];
    private readonly NormalizedText _word = new();
    private NormalizedText _spare = new();
    private int _count;

    /// <summary>The normalised text that the pieces point into.</summary>
    public NormalizedText Text { get; private set; } = new();

    /// <summary>
    /// Whether the model is to see the pieces' bytes in <see cref="ByteAlphabet"/>. The mapping itself is put off, for a
    /// model that knows the alphabet can do without it.
    /// </summary>
    public bool IsByteLevel { get; private set; }

    /// <summary>The pieces, in order.</summary>
    public ReadOnlySpan<Piece> Pieces => _pieces.AsSpan(0, _count);

    /// <summary>Forgets all pieces and starts over with an empty text.</summary>
    public void Clear(bool tracked)
    {
        _count = 0;
        IsByteLevel = false;
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
        MapBytes();
        var text = Text.Span;
        foreach (var piece in TakePieces())
        {
            if (piece.IsAdded)
                Add(piece);
            else
                SplitPiece(text[piece.Start..piece.End], pattern, new PieceSink(this, piece.Start, behavior), invert);
        }
    }

    /// <summary>Lets <paramref name="rewrite"/> change every word, each as a text of its own.</summary>
    public void RewriteWords(Action<NormalizedText> rewrite)
    {
        MapBytes();
        RebuildWords(rewrite);
    }

    /// <summary>From now on the pieces' bytes count as written in <see cref="ByteAlphabet"/>.</summary>
    public void UseByteAlphabet()
    {
        MapBytes();
        IsByteLevel = true;
    }

    /// <summary>Writes the words in <see cref="ByteAlphabet"/> where that was put off.</summary>
    public void MapBytes()
    {
        if (!IsByteLevel)
            return;
        IsByteLevel = false;
        RebuildWords(static word =>
        {
            word.BeginEdit();
            ByteAlphabet.Map(word, word.Length);
            word.EndEdit();
        });
    }

    /// <summary>Removes all pieces and returns them; they stay valid until this is called again.</summary>
    public ReadOnlySpan<Piece> TakePieces()
    {
        (_pieces, _oldPieces) = (_oldPieces, _pieces);
        var taken = _oldPieces.AsSpan(0, _count);
        _count = 0;
        return taken;
    }

    private void RebuildWords(Action<NormalizedText> rewrite)
    {
        (Text, _spare) = (_spare, Text);
        Text.Reset([], 0, _spare.Tracked);
        foreach (var piece in TakePieces())
        {
            var start = Text.Length;
            if (piece.IsAdded)
            {
                Text.Append(_spare, piece.Start, piece.End);
            }
            else
            {
                _word.ResetTo(_spare, piece);
                rewrite(_word);
                Text.Append(_word, 0, _word.Length);
            }
            if (Text.Length > start)
                Add(piece with { Start = start, End = Text.Length, OriginStart = piece.IsAdded ? -1 : _word.OriginStart });
        }
    }

    private static void SplitPiece<TPattern>(ReadOnlySpan<byte> text, TPattern pattern, PieceSink sink, bool invert)
        where TPattern : struct, IPattern
    {
        var previous = 0;
        var walk = new MatchWalk();
        while (walk.Next(pattern, text, out var start, out var end))
        {
            if (previous < start)
                sink.Add(previous, start, isMatch: invert);
            sink.Add(start, end, isMatch: !invert);
            previous = end;
        }
        if (previous < text.Length)
            sink.Add(previous, text.Length, isMatch: invert);
        sink.Flush();
    }
}
