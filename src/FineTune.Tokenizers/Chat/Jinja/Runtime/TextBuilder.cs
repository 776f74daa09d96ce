using System.Buffers;

namespace FineTune.Tokenizers.Chat.Jinja;

/// <summary>
/// Collects text together with its marks. Everything a template writes and most strings it makes go through one, so
/// this is also where a runaway template runs out of characters.
/// </summary>
internal sealed class TextBuilder(RenderState? state = null)
{
    private const int InitialSize = 1024;

    // Values are not nested this deep, but a namespace can be put into itself.
    private const int MaxReprDepth = 1000;

    private readonly List<Mark> _marks = [];
    private readonly List<int> _writes = [];
    private readonly List<int> _seams = [];
    private int _reprDepth;
    private char[] _buffer = ArrayPool<char>.Shared.Rent(InitialSize);

    public int Length { get; private set; }

    /// <summary>The marks of the text so far, in the order they were made.</summary>
    public IReadOnlyList<Mark> Marks => _marks;

    /// <summary>Where statements ended that wrote something: a stretch of plain text, one <c>{{ }}</c>.</summary>
    public IReadOnlyList<int> Writes => _writes;

    /// <summary>Where operands ended that were joined while being written, as in <c>{{ a + b }}</c>.</summary>
    public IReadOnlyList<int> Seams => _seams;

    public ReadOnlySpan<char> Text => _buffer.AsSpan(0, Length);

    public static string StrOf(Value value)
    {
        if (value.TextOrNull is string text)
        {
            return text;
        }

        var output = new TextBuilder();
        output.AppendStr(value);
        return output.Finish();
    }

    public static string ReprOf(Value value)
    {
        var output = new TextBuilder();
        output.AppendRepr(value);
        return output.Finish();
    }

    public void Clear()
    {
        Length = 0;
        _marks.Clear();
        _writes.Clear();
        _seams.Clear();
        _reprDepth = 0;
    }

    /// <summary>Notes that a statement has been written.</summary>
    public void EndWrite()
    {
        if (state is { TracksSpans: true })
        {
            _writes.Add(Length);
        }
    }

    /// <summary>Notes that one operand of several has been written.</summary>
    public void EndOperand()
    {
        if (state is { TracksSpans: true })
        {
            _seams.Add(Length);
        }
    }

    /// <summary>Takes back everything from an offset and a mark on.</summary>
    public Str Cut(int start, int firstMark)
    {
        var marks = _marks.Skip(firstMark).Select(mark => mark.Shift(-start)).ToList();
        _marks.RemoveRange(firstMark, _marks.Count - firstMark);
        if (firstMark > 0 && _marks[^1] is var last && last.End > start)
        {
            // The last mark kept was extended into the tail.
            marks.Insert(0, last with { Start = 0, End = last.End - start });
            _marks[^1] = last with { End = start };
        }

        var tail = new Str(Text[start..].ToString(), marks.Count == 0 ? null : [.. marks]);
        Length = start;
        return tail;
    }

    public void Append(ReadOnlySpan<char> text)
    {
        state?.Charge(text.Length);
        if (text.Length > _buffer.Length - Length)
        {
            Grow(Length + text.Length);
        }

        text.CopyTo(_buffer.AsSpan(Length));
        Length += text.Length;
    }

    public void Append(Str text)
    {
        if (text.Marks is not null)
        {
            foreach (Mark mark in text.Marks)
            {
                AddMark(mark.Shift(Length));
            }
        }

        Append(text.Text);
    }

    /// <summary>Appends Python's <c>str()</c> of a value.</summary>
    public void AppendStr(Value value)
    {
        if (value.TryGetString(out Str text))
        {
            Append(text);
        }
        else if (value.Object is { } complex)
        {
            int start = Length;
            complex.AppendStr(this);
            AddOrigin(complex, start);
        }
        else
        {
            Append(PythonNumbers.ToText(value));
        }
    }

    /// <summary>Appends Python's <c>repr()</c> of a value.</summary>
    public void AppendRepr(Value value)
    {
        if (value.TryGetString(out Str text))
        {
            char quote = PythonText.Quote(text.Text)[0];
            Append(text.IsSafe ? $"Markup({quote}" : quote.ToString());
            Append(text.Map(plain => PythonText.EscapeForRepr(plain, quote)));
            Append(text.IsSafe ? $"{quote})" : quote.ToString());
        }
        else if (value.Object is { } complex)
        {
            int start = Length;
            if (++_reprDepth > MaxReprDepth)
            {
                throw new JinjaException("maximum recursion depth exceeded");
            }

            complex.AppendRepr(this);
            _reprDepth--;
            AddOrigin(complex, start);
        }
        else
        {
            Append(PythonNumbers.ToText(value));
        }
    }

    /// <summary>Marks what printing an object appended as coming from the message the object is part of.</summary>
    public void AddOrigin(PyObject printed, int start)
    {
        if (printed.Origin is { } origin)
        {
            AddMark(new Mark(start, Length, MarkKind.Own, origin));
        }
    }

    /// <summary>Adds a mark on text already appended; one that continues the last mark extends it.</summary>
    public void AddMark(Mark mark)
    {
        if (_marks.Count > 0 && mark.Kind == MarkKind.Own && mark.Start < mark.End)
        {
            Mark last = _marks[^1];
            bool continues = last.Kind == MarkKind.Own && last.Origin == mark.Origin && last.End == mark.Start;
            if (continues && last.Start < last.End)
            {
                _marks[^1] = last with { End = mark.End };
                return;
            }
        }

        _marks.Add(mark);
    }

    /// <summary>The text; the builder must not be used after that.</summary>
    public string Finish()
    {
        string text = Text.ToString();
        ArrayPool<char>.Shared.Return(_buffer);
        _buffer = [];
        return text;
    }

    public Str ToStr() => new(Text.ToString(), _marks.Count == 0 ? null : [.. _marks]);

    private void Grow(int size)
    {
        char[] larger = ArrayPool<char>.Shared.Rent(Math.Max(size, _buffer.Length * 2));
        Text.CopyTo(larger);
        ArrayPool<char>.Shared.Return(_buffer);
        _buffer = larger;
    }
}
