namespace FineTune.Tokenizers.Pipeline;

/// <summary>Cuts sequences to a length, and what does not fit into further parts of that length.</summary>
internal static class Truncation
{
    /// <summary>Cuts a text, or a pair, so that no more than <paramref name="maxLength"/> tokens remain.</summary>
    /// <returns>What remains, then what overflows: every other part of one text with every part of the other.</returns>
    /// <exception cref="TokenizerException">The strategy cannot be carried out.</exception>
    public static IReadOnlyList<(EncodedSequence First, EncodedSequence? Second)> Apply(
        EncodedSequence first, EncodedSequence? second, TruncationSettings settings, int maxLength)
    {
        var (length, pairLength) = (first.Ids.Length, second?.Ids.Length ?? 0);
        var excess = length + pairLength - maxLength;
        if (excess <= 0)
            return [(first, second)];
        var (keep, keepPair) = maxLength == 0
            ? (0, 0)
            : settings.Strategy switch
            {
                TruncationStrategy.LongestFirst when second is null => (maxLength, 0),
                TruncationStrategy.LongestFirst => ShareOut(length, pairLength, maxLength),
                TruncationStrategy.OnlyFirst when length > excess => (length - excess, pairLength),
                TruncationStrategy.OnlySecond when pairLength > excess => (length, pairLength - excess),
                _ => throw TokenizerException.CannotTruncate(settings, length, second is null ? null : pairLength, maxLength),
            };
        var parts = Parts(first, keep, settings);
        EncodedSequence?[] pairParts = second is null ? [null] : [.. Parts(second, keepPair, settings)];
        // In the reference's order: further parts of the first text come before those that only the second one has.
        return
        [
            (parts[0], pairParts[0]),
            .. parts.Skip(1).SelectMany(part => pairParts.Select(pairPart => (part, pairPart))),
            .. pairParts.Skip(1).Select(pairPart => (parts[0], pairPart)),
        ];
    }

    /// <summary>The shorter text is left whole if half the room is enough for it; otherwise each gets half.</summary>
    private static (int First, int Second) ShareOut(int first, int second, int maxLength)
    {
        var shorter = Math.Min(first, second);
        var longer = shorter > maxLength ? shorter : Math.Max(shorter, maxLength - shorter);
        if (shorter + longer > maxLength)
        {
            shorter = maxLength / 2;
            longer = shorter + (maxLength % 2);
        }
        return first > second ? (longer, shorter) : (shorter, longer);
    }

    private static List<EncodedSequence> Parts(EncodedSequence sequence, int maxLength, TruncationSettings settings)
    {
        var length = sequence.Ids.Length;
        if (maxLength >= length)
            return [sequence];
        if (maxLength == 0)
            return [sequence.Slice(0, 0), sequence];
        if (settings.Stride >= maxLength)
            throw TokenizerException.StrideTooLong(settings.Stride, maxLength);

        List<EncodedSequence> parts = [];
        var step = maxLength - settings.Stride;
        if (settings.Direction == Side.Right)
        {
            for (var start = 0; parts.Count == 0 || start + settings.Stride < length; start += step)
                parts.Add(sequence.Slice(start, Math.Min(start + maxLength, length)));
        }
        else
        {
            for (var end = length; parts.Count == 0 || end - settings.Stride > 0; end -= step)
                parts.Add(sequence.Slice(Math.Max(end - maxLength, 0), end));
        }
        return parts;
    }
}
