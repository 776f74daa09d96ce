namespace FineTune.Tokenizers.Unicode;

/// <summary>Whitespace at the ends of a text.</summary>
internal static class Whitespace
{
    /// <summary>The bytes of whitespace that <paramref name="text"/> begins with.</summary>
    public static int CountAtStart(ReadOnlySpan<byte> text)
    {
        var count = 0;
        while (count < text.Length && UnicodeData.Whitespace.Contains(CodePoint.Read(text, count, out var length)))
            count += length;
        return count;
    }

    /// <summary>The bytes of whitespace that <paramref name="text"/> ends with.</summary>
    public static int CountAtEnd(ReadOnlySpan<byte> text)
    {
        var end = text.Length;
        while (end > 0 && UnicodeData.Whitespace.Contains(CodePoint.ReadBefore(text, end, out var length)))
            end -= length;
        return text.Length - end;
    }
}
