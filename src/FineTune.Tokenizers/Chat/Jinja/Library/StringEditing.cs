namespace FineTune.Tokenizers.Chat.Jinja;

/// <summary>String methods that give a changed string. What is left of the original keeps its marks.</summary>
internal static class StringEditing
{
    /// <summary>Strips whitespace, or the characters of <paramref name="chars"/> where its text is not null.</summary>
    public static Str Strip(Str text, Str chars, bool left, bool right)
    {
        string content = text.Text;
        int start = 0;
        int end = content.Length;
        while (left && start < end && IsStripped(content, start, PythonText.WidthAt(content, start), chars.Text))
        {
            start += PythonText.WidthAt(content, start);
        }

        while (right && end > start)
        {
            int width = WidthBefore(content, end);
            if (!IsStripped(content, end - width, width, chars.Text))
            {
                break;
            }

            end -= width;
        }

        return text.Slice(start, end);
    }

    public static Str RemovePrefix(Str text, string prefix) =>
        text.Text.StartsWith(prefix, StringComparison.Ordinal) ? text.Slice(prefix.Length, text.Length) : text;

    public static Str RemoveSuffix(Str text, string suffix) => text.Text.EndsWith(suffix, StringComparison.Ordinal)
        ? text.Slice(0, text.Length - suffix.Length)
        : text;

    /// <summary>Replaces the first <paramref name="count"/> occurrences; all where it is negative.</summary>
    public static Str Replace(RenderState state, Str text, Str old, Str replacement, int count)
    {
        replacement = Markup.Match(replacement, text);
        if (old.Length == 0)
        {
            return Interleave(state, text, replacement, count);
        }

        TextBuilder output = state.RentBuilder();
        int at = 0;
        int found;
        while (count-- != 0 && (found = text.Text.IndexOf(old.Text, at, StringComparison.Ordinal)) >= 0)
        {
            output.Append(text.Slice(at, found));
            output.Append(replacement);
            at = found + old.Length;
        }

        output.Append(text.Slice(at, text.Length));
        return state.ReturnBuilder(output).WithSafety(text.IsSafe);
    }

    public static Str Center(RenderState state, Str text, int width, Str fill)
    {
        int padding = Math.Max(0, width - PythonText.CountCodePoints(text.Text));

        // Where the padding is odd, CPython puts the extra one left only in an odd width.
        int left = (padding / 2) + (padding & width & 1);
        return Pad(state, text, left, padding - left, fill);
    }

    public static Str Justify(RenderState state, Str text, Arguments arguments, bool left)
    {
        int padding = Math.Max(0, arguments.IntAt(0, 0) - PythonText.CountCodePoints(text.Text));
        return Pad(state, text, left ? padding : 0, left ? 0 : padding, arguments.StrAt(1, " "));
    }

    public static Str ZeroFill(RenderState state, Str text, int width)
    {
        int padding = Math.Max(0, width - PythonText.CountCodePoints(text.Text));
        int sign = text.Length > 0 && text.Text[0] is '+' or '-' ? 1 : 0;
        return text.Slice(0, sign).Concat(Pad(state, text.Slice(sign, text.Length), padding, 0, "0"));
    }

    public static Str ExpandTabs(RenderState state, Str text, int tabSize)
    {
        TextBuilder output = state.RentBuilder();
        int column = 0;
        for (int at = 0; at < text.Length; at += PythonText.WidthAt(text.Text, at))
        {
            char c = text.Text[at];
            if (c == '\t')
            {
                int width = tabSize > 0 ? tabSize - (column % tabSize) : 0;
                state.Charge(width);
                output.Append(new string(' ', width));
                column += width;
                continue;
            }

            output.Append(text.Slice(at, at + PythonText.WidthAt(text.Text, at)));
            column = c is '\n' or '\r' ? 0 : column + 1;
        }

        return state.ReturnBuilder(output).WithSafety(text.IsSafe);
    }

    /// <summary>The string between so many copies of <paramref name="fill"/>, which has to be one character.</summary>
    public static Str Pad(RenderState state, Str text, int left, int right, Str fill)
    {
        if (PythonText.CountCodePoints(fill.Text) != 1)
        {
            throw new JinjaException("The fill character must be exactly one character long");
        }

        state.Charge((long)left + right, fill.Length);
        TextBuilder output = state.RentBuilder();
        string unit = Markup.Match(fill, text).Text;
        output.Append(string.Concat(Enumerable.Repeat(unit, left)));
        output.Append(text);
        output.Append(string.Concat(Enumerable.Repeat(unit, right)));
        return state.ReturnBuilder(output).WithSafety(text.IsSafe);
    }

    /// <summary>What replacing the empty string does: the replacement before every character and at the end.</summary>
    private static Str Interleave(RenderState state, Str text, Str replacement, int count)
    {
        TextBuilder output = state.RentBuilder();
        int at = 0;
        while (count-- != 0)
        {
            output.Append(replacement);
            if (at == text.Length)
            {
                break;
            }

            int next = at + PythonText.WidthAt(text.Text, at);
            output.Append(text.Slice(at, next));
            at = next;
        }

        output.Append(text.Slice(at, text.Length));
        return state.ReturnBuilder(output).WithSafety(text.IsSafe);
    }

    private static bool IsStripped(string text, int at, int width, string? chars) => chars is null
        ? width == 1 && PythonText.IsSpace(text[at])
        : chars.AsSpan().IndexOf(text.AsSpan(at, width)) >= 0;

    private static int WidthBefore(string text, int end) =>
        end > 1 && char.IsLowSurrogate(text[end - 1]) && char.IsHighSurrogate(text[end - 2]) ? 2 : 1;
}
