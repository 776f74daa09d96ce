namespace FineTune.Config;

/// <summary>Finds the name a user probably meant.</summary>
public static class Nearest
{
    /// <summary>The candidate closest to a word: by typing errors first, by shared words second (<c>batch_size</c> for
    /// <c>per_device_train_batch_size</c>). Case does not count, nor does <c>-</c> against <c>_</c>.</summary>
    /// <param name="word">What the user wrote.</param>
    /// <param name="candidates">The names that exist; earlier ones win ties.</param>
    /// <returns>A candidate, or null where none is close enough to be worth suggesting.</returns>
    public static string? Name(string word, IEnumerable<string> candidates)
    {
        var folded = Fold(word);
        var words = Words(folded);
        string? byTyping = null, byWords = null;
        int typingDistance = int.MaxValue, wordsDistance = int.MaxValue;
        foreach (var candidate in candidates)
        {
            var other = Fold(candidate);
            var distance = Distance(folded, other);
            if (distance < typingDistance && IsTypingError(distance, Math.Max(folded.Length, other.Length)))
            {
                (byTyping, typingDistance) = (candidate, distance);
            }

            if (distance < wordsDistance && ShareWords(words, Words(other)))
            {
                (byWords, wordsDistance) = (candidate, distance);
            }
        }

        return byTyping ?? byWords;
    }

    /// <summary>Damerau-Levenshtein distance (optimal string alignment): insertions, deletions, substitutions and
    /// swaps of neighbours, each counting one.</summary>
    /// <param name="left">One word.</param>
    /// <param name="right">The other word.</param>
    /// <returns>The number of edits, from 0 to the longer length.</returns>
    public static int Distance(ReadOnlySpan<char> left, ReadOnlySpan<char> right)
    {
        var width = right.Length + 1;
        int[] beforeLast = new int[width], last = new int[width], current = new int[width];
        for (var j = 0; j < width; j++)
        {
            last[j] = j;
        }

        for (var i = 1; i <= left.Length; i++)
        {
            current[0] = i;
            for (var j = 1; j < width; j++)
            {
                var substitution = last[j - 1] + (left[i - 1] == right[j - 1] ? 0 : 1);
                current[j] = Math.Min(substitution, Math.Min(last[j], current[j - 1]) + 1);
                if (i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1])
                {
                    current[j] = Math.Min(current[j], beforeLast[j - 2] + 1);
                }
            }

            (beforeLast, last, current) = (last, current, beforeLast);
        }

        return last[^1];
    }

    // One edit in three letters is still the same word; a word that is all edits is not.
    private static bool IsTypingError(int distance, int longer)
        => distance < longer && distance <= Math.Max(1, longer / 3);

    private static bool ShareWords(string[] left, string[] right)
        => left.Length > 0 && right.Length > 0
            && (left.All(word => right.Any(other => Abbreviates(word, other)))
                || right.All(word => left.Any(other => Abbreviates(word, other))));

    private static bool Abbreviates(string word, string other)
        => word == other || (word.Length >= 3 && other.StartsWith(word, StringComparison.Ordinal));

    private static string Fold(string word) => word.ToLowerInvariant().Replace('-', '_');

    private static string[] Words(string folded)
        => folded.Split(['_', '.', ' '], StringSplitOptions.RemoveEmptyEntries);
}
