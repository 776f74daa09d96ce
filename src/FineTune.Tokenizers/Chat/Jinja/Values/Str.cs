namespace FineTune.Tokenizers.Chat.Jinja;

/// <summary>
/// A string of the template language: its text, where its characters came from, and whether it is markup-safe (the
/// result of <c>|safe</c> or <c>|escape</c>, which escapes what is joined to it).
/// </summary>
internal readonly struct Str(string text, Mark[]? marks = null, bool isSafe = false)
{
    public static readonly Str Empty = new("");

    public string Text { get; } = text;

    /// <summary>Where the characters came from; null where none came from a message.</summary>
    public Mark[]? Marks { get; } = marks;

    public bool IsSafe { get; } = isSafe;

    /// <summary>Length in UTF-16 code units.</summary>
    public int Length => Text.Length;

    public static implicit operator Str(string text) => new(text);

    public static implicit operator Value(Str value) => value.ToValue();

    public Value ToValue() => Value.From(this);

    /// <summary>The same text and marks with another safety.</summary>
    public Str WithSafety(bool isSafe) => new(Text, Marks, isSafe);

    /// <summary>The text between two UTF-16 offsets, with the marks that reach into it.</summary>
    public Str Slice(int start, int end)
    {
        if (start == 0 && end == Text.Length)
        {
            return this;
        }

        return new Str(Text[start..end], Marks is null ? null : SliceMarks(start, end), IsSafe);
    }

    public Str Concat(Str other)
    {
        if (Marks is null && other.Marks is null)
        {
            return new Str(Text + other.Text, null, IsSafe);
        }

        int offset = Text.Length;
        Mark[] joined = [.. Marks ?? [], .. (other.Marks ?? []).Select(mark => mark.Shift(offset))];
        return new Str(Text + other.Text, joined, IsSafe);
    }

    /// <summary>
    /// The string after a transformation that may change its length. Marks stay exact where the transformation works
    /// character by character; where it does not, they become <see cref="MarkKind.Blurred"/> over the whole result.
    /// </summary>
    public Str Map(Func<string, string> transform)
    {
        string result = transform(Text);
        if (Marks is null || result.Length == Text.Length)
        {
            return new Str(result, Marks, IsSafe);
        }

        return new Str(result, MapMarks(transform, result), IsSafe);
    }

    private Mark[]? SliceMarks(int start, int end)
    {
        var kept = new List<Mark>(Marks!.Length);
        foreach (Mark mark in Marks)
        {
            int from = Math.Max(mark.Start, start);
            int to = Math.Min(mark.End, end);
            // A field that was trimmed to nothing still marks its place.
            bool emptied = start == end && mark.Start <= start && end <= mark.End;
            if (from < to || emptied)
            {
                kept.Add(mark with { Start = from - start, End = to - start });
            }
        }

        return kept.Count == 0 ? null : [.. kept];
    }

    private Mark[] MapMarks(Func<string, string> transform, string result)
    {
        var cuts = new SortedSet<int> { 0, Text.Length };
        foreach (Mark mark in Marks!)
        {
            cuts.Add(mark.Start);
            cuts.Add(mark.End);
        }

        var mapped = new Dictionary<int, int> { [0] = 0 };
        int[] edges = [.. cuts];
        int length = 0;
        for (int i = 1; i < edges.Length; i++)
        {
            string part = transform(Text[edges[i - 1]..edges[i]]);
            if (string.CompareOrdinal(result, length, part, 0, part.Length) != 0)
            {
                return Blur(result.Length);
            }

            length += part.Length;
            mapped[edges[i]] = length;
        }

        return length == result.Length
            ? Array.ConvertAll(Marks, mark => mark with { Start = mapped[mark.Start], End = mapped[mark.End] })
            : Blur(result.Length);
    }

    private Mark[] Blur(int length) =>
        [.. Marks!.Where(mark => mark.Kind is MarkKind.Own or MarkKind.Blurred)
            .Select(mark => new Mark(0, length, MarkKind.Blurred, mark.Origin)).Distinct()];
}
