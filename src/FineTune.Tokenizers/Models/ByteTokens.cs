namespace FineTune.Tokenizers.Models;

/// <summary>The tokens <c>&lt;0x00&gt;</c> to <c>&lt;0xFF&gt;</c> that stand for single bytes of text the vocabulary does not have.</summary>
internal static class ByteTokens
{
    /// <summary>Their ids by byte, -1 where one is missing.</summary>
    public static int[] Find(Vocabulary vocabulary) =>
        [.. Enumerable.Range(0, 256).Select(value => vocabulary.Find($"<0x{value:X2}>") ?? -1)];

    /// <summary>Whether there is a token for each byte of <paramref name="text"/>.</summary>
    public static bool AllKnown(ReadOnlySpan<byte> text, int[] ids)
    {
        foreach (var value in text)
        {
            if (ids[value] < 0)
                return false;
        }
        return true;
    }
}
