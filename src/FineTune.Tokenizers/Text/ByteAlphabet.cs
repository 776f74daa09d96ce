using FineTune.Tokenizers.Unicode;

namespace FineTune.Tokenizers.Text;

/// <summary>GPT-2's alphabet: one visible character for each byte.</summary>
internal static class ByteAlphabet
{
    private static readonly int[] CharacterOfByte = BuildCharacters();
    private static readonly short[] ByteOfCharacter = BuildBytes();

    /// <summary>The character that stands for <paramref name="value"/>, below U+0144.</summary>
    public static int CharacterOf(byte value) => CharacterOfByte[value];

    /// <summary>The byte that <paramref name="character"/> stands for, or -1.</summary>
    public static int ByteOf(int character) =>
        (uint)character < (uint)ByteOfCharacter.Length ? ByteOfCharacter[character] : -1;

    /// <summary>Appends the alphabet's characters for the next <paramref name="count"/> bytes of a text under edit.</summary>
    public static void Map(NormalizedText text, int count)
    {
        var source = text.Span.Slice(text.Cursor, count);
        for (var at = 0; at < source.Length;)
        {
            var length = CodePoint.LengthOf(source[at]);
            for (var i = 0; i < length; i++)
                text.Put(CharacterOf(source[at + i]), i == 0 ? 0 : 1);
            at += length;
        }
    }

    /// <summary>Turns characters of the alphabet back into the bytes they stand for.</summary>
    /// <returns>False where some character is not of the alphabet.</returns>
    public static bool TryUnmap(ReadOnlySpan<byte> token, List<byte> bytes)
    {
        var before = bytes.Count;
        for (var at = 0; at < token.Length;)
        {
            var value = ByteOf(CodePoint.Read(token, at, out var length));
            if (value < 0)
            {
                bytes.RemoveRange(before, bytes.Count - before);
                return false;
            }
            bytes.Add((byte)value);
            at += length;
        }
        return true;
    }

    private static bool StandsForItself(int value) =>
        value is (>= '!' and <= '~') or (>= 0xA1 and <= 0xAC) or (>= 0xAE and <= 0xFF);

    private static int[] BuildCharacters()
    {
        var characters = new int[256];
        var next = 256;
        for (var value = 0; value < 256; value++)
            characters[value] = StandsForItself(value) ? value : next++;
        return characters;
    }

    private static short[] BuildBytes()
    {
        var bytes = new short[CharacterOfByte.Max() + 1];
        Array.Fill(bytes, (short)-1);
        for (var value = 0; value < 256; value++)
            bytes[CharacterOfByte[value]] = (short)value;
        return bytes;
    }
}
