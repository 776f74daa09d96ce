using System.Runtime.CompilerServices;

namespace FineTune.Tokenizers.Unicode;

/// <summary>Reading and writing code points in UTF-8 that is known to be well formed.</summary>
internal static class CodePoint
{
    /// <summary>The highest code point.</summary>
    public const int Max = 0x10FFFF;

    /// <summary>The most bytes a code point takes.</summary>
    public const int MaxBytes = 4;

    /// <summary>The bytes of the code point whose first byte is <paramref name="lead"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int LengthOf(byte lead) => lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;

    /// <summary>The bytes that <paramref name="codePoint"/> takes in UTF-8.</summary>
    public static int Utf8Length(int codePoint) =>
        codePoint < 0x80 ? 1 : codePoint < 0x800 ? 2 : codePoint < 0x10000 ? 3 : 4;

    /// <summary>Whether <paramref name="value"/> continues a code point rather than starting one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsContinuation(byte value) => (value & 0xC0) == 0x80;

    /// <summary>How many code points there are in <paramref name="text"/>.</summary>
    public static int Count(ReadOnlySpan<byte> text)
    {
        var count = 0;
        foreach (var value in text)
            count += IsContinuation(value) ? 0 : 1;
        return count;
    }

    /// <summary>Reads the code point that starts at <paramref name="at"/>.</summary>
    /// <param name="text">Well-formed UTF-8.</param>
    /// <param name="at">A byte index, on a code point's first byte.</param>
    /// <param name="length">Its bytes, 1 to 4.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Read(ReadOnlySpan<byte> text, int at, out int length)
    {
        int lead = text[at];
        if (lead < 0x80)
        {
            length = 1;
            return lead;
        }
        return ReadLonger(text, at, lead, out length);
    }

    /// <summary>Reads the code point that ends right before <paramref name="end"/>.</summary>
    public static int ReadBefore(ReadOnlySpan<byte> text, int end, out int length)
    {
        var at = end - 1;
        while (IsContinuation(text[at]))
            at--;
        return Read(text, at, out length);
    }

    /// <summary>Writes <paramref name="codePoint"/> and returns its bytes, 1 to 4.</summary>
    public static int Write(Span<byte> destination, int codePoint)
    {
        switch (codePoint)
        {
            case < 0x80:
                destination[0] = (byte)codePoint;
                return 1;
            case < 0x800:
                destination[1] = (byte)(0x80 | (codePoint & 0x3F));
                destination[0] = (byte)(0xC0 | (codePoint >> 6));
                return 2;
            case < 0x10000:
                destination[2] = (byte)(0x80 | (codePoint & 0x3F));
                destination[1] = (byte)(0x80 | ((codePoint >> 6) & 0x3F));
                destination[0] = (byte)(0xE0 | (codePoint >> 12));
                return 3;
            default:
                destination[3] = (byte)(0x80 | (codePoint & 0x3F));
                destination[2] = (byte)(0x80 | ((codePoint >> 6) & 0x3F));
                destination[1] = (byte)(0x80 | ((codePoint >> 12) & 0x3F));
                destination[0] = (byte)(0xF0 | (codePoint >> 18));
                return 4;
        }
    }

    private static int ReadLonger(ReadOnlySpan<byte> text, int at, int lead, out int length)
    {
        if (lead < 0xE0)
        {
            length = 2;
            return ((lead & 0x1F) << 6) | (text[at + 1] & 0x3F);
        }
        if (lead < 0xF0)
        {
            length = 3;
            return ((lead & 0x0F) << 12) | ((text[at + 1] & 0x3F) << 6) | (text[at + 2] & 0x3F);
        }
        length = 4;
        return ((lead & 0x07) << 18) | ((text[at + 1] & 0x3F) << 12) | ((text[at + 2] & 0x3F) << 6)
            | (text[at + 3] & 0x3F);
    }
}
