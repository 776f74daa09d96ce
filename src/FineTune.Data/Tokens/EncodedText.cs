namespace FineTune.Data;

/// <summary>A text as token ids.</summary>
/// <param name="Ids">The ids, <c>[tokens]</c>, special tokens included.</param>
/// <param name="TypeIds">Which text a token belongs to, <c>[tokens]</c>, as the model's embeddings count it.</param>
/// <param name="Truncated">Whether tokens were cut off.</param>
public sealed record EncodedText(int[] Ids, int[] TypeIds, bool Truncated)
{
    /// <summary>The entry of <c>sequences</c> for a special token that belongs to neither text.</summary>
    public const int SpecialToken = -1;

    /// <summary>How many tokens there are.</summary>
    public int Length => Ids.Length;

    /// <summary>
    /// Cuts an encoding that has its special tokens already: from the right end of each text, the longer text first, special
    /// tokens never. The lengths are those of the tokenizers library's <c>longest_first</c>.
    /// </summary>
    /// <param name="ids">The ids, <c>[tokens]</c>.</param>
    /// <param name="typeIds">The type ids, <c>[tokens]</c>.</param>
    /// <param name="sequences">For each token 0 for the first text, 1 for the second, <see cref="SpecialToken"/> for special ones.</param>
    /// <param name="maxLength">The most tokens to keep; at least the number of special tokens.</param>
    public static EncodedText Truncate(int[] ids, int[] typeIds, ReadOnlySpan<int> sequences, int maxLength)
    {
        if (ids.Length <= maxLength)
        {
            return new EncodedText(ids, typeIds, Truncated: false);
        }

        Span<int> left = [sequences.Count(0), sequences.Count(1)];
        var special = ids.Length - left[0] - left[1];
        ArgumentOutOfRangeException.ThrowIfLessThan(maxLength, special);
        (left[0], left[1]) = LongestFirst(left[0], left[1], maxLength - special);
        var (keptIds, keptTypes) = (new int[maxLength], new int[maxLength]);
        var kept = 0;
        for (var token = 0; token < ids.Length; token++)
        {
            if (sequences[token] == SpecialToken || left[sequences[token]]-- > 0)
            {
                keptIds[kept] = ids[token];
                keptTypes[kept++] = typeIds[token];
            }
        }

        return new EncodedText(keptIds, keptTypes, Truncated: true);
    }

    /// <summary>
    /// How many tokens of two texts remain in <paramref name="room"/>: the shorter one is left alone until it would have more than
    /// half. An odd token goes to the longer text, or to the second of equals.
    /// </summary>
    /// <param name="first">Tokens of the first text.</param>
    /// <param name="second">Tokens of the second text.</param>
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
