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
    private int _cursor;

    /// <summary>The bytes in use.</summary>
    public int Length { get; private set; }

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

    /// <summary>
    /// Begins a rewrite from front to back: a series of <see cref="Keep"/>, <see cref="Put"/> and
    /// <see cref="Skip"/>, then <see cref="EndEdit"/>.
    /// </summary>
    public void BeginEdit()
    {
        _newLength = 0;
        _cursor = 0;
    }

    /// <summary>Leaves the next <paramref name="count"/> bytes, which are whole code points, as they are.</summary>
    public void Keep(int count)
    {
        ReserveNew(count);
        _bytes.AsSpan(_cursor, count).CopyTo(_newBytes.AsSpan(_newLength));
        if (Tracked)
        {
            for (var i = 0; i < count; i++)
            {
                _newStarts[_newLength + i] = OriginalStart(_cursor + i);
                _newEnds[_newLength + i] = OriginalEnd(_cursor + i);
            }
        }
        _newLength += count;
        _cursor += count;
    }

    /// <summary>Drops the next <paramref name="count"/> bytes.</summary>
    public void Skip(int count) => _cursor += count;

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
        for (var replaced = 1 - change; replaced > 0 && _cursor < Length; replaced--)
            _cursor += CodePoint.LengthOf(_bytes[_cursor]);
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
        var index = change > 0 ? _cursor - 1 : Math.Min(_cursor, Length - 1);
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
