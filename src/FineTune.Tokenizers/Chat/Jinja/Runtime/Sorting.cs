namespace FineTune.Tokenizers.Chat.Jinja;

/// <summary>Python's stable sort.</summary>
internal static class Sorting
{
    /// <summary>The items ordered by key; equal ones stay in order, also in reverse.</summary>
    public static T[] Stable<T>(IEnumerable<T> items, Func<T, Value> key, bool reverse = false)
    {
        (T Item, Value Key)[] entries = [.. items.Select(item => (item, key(item)))];
        MergeSort(entries, new (T, Value)[entries.Length], 0, entries.Length, reverse);
        return Array.ConvertAll(entries, entry => entry.Item);
    }

    // The framework's sorts wrap what a comparison throws and may give up on NaN; this one does neither.
    private static void MergeSort<T>(
        (T Item, Value Key)[] entries, (T Item, Value Key)[] scratch, int start, int end, bool reverse)
    {
        if (end - start < 2)
        {
            return;
        }

        int middle = (start + end) / 2;
        MergeSort(entries, scratch, start, middle, reverse);
        MergeSort(entries, scratch, middle, end, reverse);
        int left = start;
        int right = middle;
        for (int at = start; at < end; at++)
        {
            bool takesRight = left == middle ||
                (right < end && IsLess(entries[right].Key, entries[left].Key, reverse));
            scratch[at] = takesRight ? entries[right++] : entries[left++];
        }

        Array.Copy(scratch, start, entries, start, end - start);
    }

    private static bool IsLess(Value left, Value right, bool reverse) =>
        (reverse ? Comparison.Order(right, left, "<") : Comparison.Order(left, right, "<")) < 0;
}
