using System.Text;
using FineTune.Tokenizers.Unicode;

namespace FineTune.Tokenizers.Text;

/// <summary>
/// A stretch of text in UTF-8 as it is being normalised and, where offsets are asked for, the original bytes
/// that each of its bytes came from. Follows the alignment rules of the reference's <c>NormalizedString</c>.
/// </summary>
/// <remarks>
/// While nothing has been changed the alignment is the identity and takes no memory. One instance serves many
/// texts; its buffers only grow.
/// </remarks>
internal sealed class NormalizedText
{
    private byte[] _bytes = [];
    private int[] _starts = [];
    private int[] _ends = [];
    private bool _identity = true;

    private byte[] _newBytes = [];
    private int[] _newStarts = [];
    private int[] _newEnds = [];
    private int _newLength;

    /// <summary>The bytes in use.</summary>
    public int Length { get; private set; }

    /// <summary>During an edit: the first old byte that has not been dealt with.</summary>
    public int Cursor { get; private set; }

    /// <summary>Whether changes are followed back to the original.</summary>
    public bool Tracked { get; private set; }

    /// <summary>Where in the original this text begins, in bytes; an insertion in front of everything lands here.</summary>
    public int OriginStart { get; private set; }

    /// <summary>The text itself; valid until the next change.</summary>
    public ReadOnlySpan<byte> Span => _bytes.AsSpan(0, Length);

    /// <summary>Whether every byte still stands where it stood in the original, counted from <see cref="OriginStart"/>.</summary>
    public bool IsAligned => _identity;

    /// <summary>Whether the text is plain ASCII.</summary>
    public bool IsAscii => Ascii.IsValid(Span);

    /// <summary>Lowers the ASCII letters, which moves nothing.</summary>
    public void LowerAsciiInPlace() => Ascii.ToLowerInPlace(_bytes.AsSpan(0, Length), out _);

    /// <summary>Starts over with <paramref name="text"/>, which lies at <paramref name="originStart"/> of the original.</summary>
    public void Reset(ReadOnlySpan<byte> text, int originStart, bool tracked)
    {
        EnsureSize(ref _bytes, text.Length);
        text.CopyTo(_bytes);
        Length = text.Length;
        OriginStart = originStart;
        Tracked = tracked;
        _identity = true;
    }

    /// <summary>Starts over with one piece of <paramref name="other"/>, as a text of its own.</summary>
    public void ResetTo(NormalizedText other, Piece piece)
    {
        var originStart = piece.OriginStart >= 0 ? piece.OriginStart : other.OriginOf(piece.Start);
        if (other._identity)
        {
            Reset(other.Span[piece.Start..piece.End], originStart, other.Tracked);
            return;
        }
        Reset([], originStart, other.Tracked);
        Append(other, piece.Start, piece.End);
    }

    /// <summary>Appends a part of <paramref name="other"/> with its alignment, as the pieces of a text are put together again.</summary>
    public void Append(NormalizedText other, int start, int end)
    {
        BeginAppend(end - start);
        other.Span[start..end].CopyTo(_bytes.AsSpan(Length));
        if (Tracked)
        {
            for (var i = start; i < end; i++)
            {
                _starts[Length + i - start] = other.OriginalStart(i);
                _ends[Length + i - start] = other.OriginalEnd(i);
            }
        }
        Length += end - start;
    }

    /// <summary>Where byte <paramref name="index"/> came from, as far as that is known: 0 where changes are not followed.</summary>
    public int OriginOf(int index) => Tracked || _identity ? OriginalStart(index) : 0;

    /// <summary>The first original byte of the code point that byte <paramref name="index"/> came from.</summary>
    public int OriginalStart(int index)
    {
        if (!_identity)
            return _starts[index];
        while (CodePoint.IsContinuation(_bytes[index]))
            index--;
        return OriginStart + index;
    }

    /// <summary>The end, in original bytes, of the code point that byte <paramref name="index"/> came from.</summary>
    public int OriginalEnd(int index)
    {
        if (!_identity)
            return _ends[index];
        do
            index++;
        while (index < Length && CodePoint.IsContinuation(_bytes[index]));
        return OriginStart + index;
    }

    /// <summary>Rewrites the code points that <paramref name="rule"/> applies to.</summary>
    public void Rewrite<TRule>(TRule rule)
        where TRule : struct, ICodePointRule
    {
        var source = Span;
        var keptFrom = -1;
        for (var at = 0; at < source.Length;)
        {
            var codePoint = CodePoint.Read(source, at, out var length);
            if (rule.AppliesTo(codePoint))
            {
                if (keptFrom < 0)
                    BeginEdit();
                Keep(at - Math.Max(keptFrom, 0));
                rule.Apply(codePoint, length, this);
                keptFrom = at + length;
            }
            at += length;
        }
        if (keptFrom < 0)
            return;
        Keep(source.Length - keptFrom);
        EndEdit();
    }

    /// <summary>Replaces each match of <paramref name="pattern"/> by <paramref name="replacement"/>.</summary>
    public void Replace<TPattern>(TPattern pattern, ReadOnlySpan<byte> replacement)
        where TPattern : IPattern
    {
        var source = Span;
        var walk = new MatchWalk();
        var keptFrom = -1;
        while (walk.Next(pattern, source, out var start, out var end))
        {
            if (keptFrom < 0)
                BeginEdit();
            Keep(start - Math.Max(keptFrom, 0));
            Skip(end - start);
            Insert(replacement);
            keptFrom = end;
        }
        if (keptFrom < 0)
            return;
        Keep(source.Length - keptFrom);
        EndEdit();
    }

    /// <summary>Puts <paramref name="prefix"/> in front, where there is anything to put it in front of.</summary>
    public void Prepend(ReadOnlySpan<byte> prefix)
    {
        if (Length == 0)
            return;
        var first = CodePoint.LengthOf(_bytes[0]);
        BeginEdit();
        // The prefix shares the place of the first code point, which lies behind the cursor once it is passed over.
        Skip(first);
        Insert(prefix);
        Insert(_bytes.AsSpan(0, first));
        Keep(Length - first);
        EndEdit();
    }

    /// <summary>
    /// Begins a rewrite from front to back: a series of <see cref="Keep"/>, <see cref="Put"/> and
    /// <see cref="Skip"/>, then <see cref="EndEdit"/>.
    /// </summary>
    public void BeginEdit()
    {
        _newLength = 0;
        Cursor = 0;
    }

    /// <summary>Leaves the next <paramref name="count"/> bytes, which are whole code points, as they are.</summary>
    public void Keep(int count)
    {
        ReserveNew(count);
        _bytes.AsSpan(Cursor, count).CopyTo(_newBytes.AsSpan(_newLength));
        if (Tracked)
        {
            for (var i = 0; i < count; i++)
            {
                _newStarts[_newLength + i] = OriginalStart(Cursor + i);
                _newEnds[_newLength + i] = OriginalEnd(Cursor + i);
            }
        }
        _newLength += count;
        Cursor += count;
    }

    /// <summary>Drops the next <paramref name="count"/> bytes.</summary>
    public void Skip(int count) => Cursor += count;

    /// <summary>
    /// Writes a code point. With <paramref name="change"/> 0 it stands for the next old code point, with -n for
    /// that and the n that follow; with 1 it is new and shares the alignment of what precedes it.
    /// </summary>
    public void Put(int codePoint, int change)
    {
        ReserveNew(CodePoint.MaxBytes);
        var size = CodePoint.Write(_newBytes.AsSpan(_newLength), codePoint);
        if (Tracked)
        {
            var (start, end) = AlignmentFor(change);
            _newStarts.AsSpan(_newLength, size).Fill(start);
            _newEnds.AsSpan(_newLength, size).Fill(end);
        }
        _newLength += size;
        for (var replaced = 1 - change; replaced > 0 && Cursor < Length; replaced--)
            Cursor += CodePoint.LengthOf(_bytes[Cursor]);
    }

    /// <summary>Writes several bytes that are all new, as <see cref="Put"/> does with change 1.</summary>
    public void Insert(ReadOnlySpan<byte> text)
    {
        ReserveNew(text.Length);
        text.CopyTo(_newBytes.AsSpan(_newLength));
        if (Tracked)
        {
            var (start, end) = AlignmentFor(change: 1);
            _newStarts.AsSpan(_newLength, text.Length).Fill(start);
            _newEnds.AsSpan(_newLength, text.Length).Fill(end);
        }
        _newLength += text.Length;
    }

    /// <summary>Puts the rewrite in the place of the old text.</summary>
    public void EndEdit()
    {
        (_bytes, _newBytes) = (_newBytes, _bytes);
        (_starts, _newStarts) = (_newStarts, _starts);
        (_ends, _newEnds) = (_newEnds, _ends);
        Length = _newLength;
        _identity = false;
    }

    private (int Start, int End) AlignmentFor(int change)
    {
        var index = change > 0 ? Cursor - 1 : Math.Min(Cursor, Length - 1);
        return index < 0 ? (OriginStart, OriginStart) : (OriginalStart(index), OriginalEnd(index));
    }

    private void BeginAppend(int count)
    {
        if (Tracked && _identity)
        {
            EnsureSize(ref _starts, Length + count);
            EnsureSize(ref _ends, Length + count);
            for (var i = 0; i < Length; i++)
                (_starts[i], _ends[i]) = (OriginalStart(i), OriginalEnd(i));
        }
        _identity = false;
        EnsureSize(ref _bytes, Length + count);
        if (!Tracked)
            return;
        EnsureSize(ref _starts, Length + count);
        EnsureSize(ref _ends, Length + count);
    }

    private void ReserveNew(int count)
    {
        EnsureSize(ref _newBytes, _newLength + count);
        if (!Tracked)
            return;
        EnsureSize(ref _newStarts, _newLength + count);
        EnsureSize(ref _newEnds, _newLength + count);
    }

    private static void EnsureSize<T>(ref T[] array, int size)
    {
        if (array.Length < size)
            Array.Resize(ref array, Math.Max(size, Math.Max(64, array.Length * 2)));
    }
}
