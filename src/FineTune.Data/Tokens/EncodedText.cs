namespace FineTune.Data;

/// <summary>A text as token ids.</summary>
/// <param name="Ids">The ids, <c>[tokens]</c>, special tokens included.</param>
/// <param name="TypeIds">Which text a token belongs to, <c>[tokens]</c>, as the model's embeddings count it.</param>
/// <param name="Truncated">Whether tokens were cut off.</param>
public sealed record EncodedText(int[] Ids, int[] TypeIds, bool Truncated)
{
    /// <summary>How many tokens there are.</summary>
    public int Length => Ids.Length;

    /// <summary>
    /// How many tokens of two texts remain in <paramref name="room"/>: the shorter one is left alone until it would
    /// have more than half. An odd token goes to the longer text, or to the second of equals.
    /// </summary>
    /// <param name="first">Tokens of the first text.</param>
    /// <param name="second">Tokens of the second text; 0 where there is none.</param>
    /// <param name="room">Tokens there is room for.</param>
    public static (int First, int Second) LongestFirst(int first, int second, int room)
    {
        if (first + second <= room)
        {
            return (first, second);
        }

        var shorter = Math.Min(Math.Min(first, second), room / 2);
        return first <= second ? (shorter, room - shorter) : (room - shorter, shorter);
    }
}
