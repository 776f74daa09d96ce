namespace FineTune.Tokenizers.Chat.Jinja;

/// <summary>What lists and tuples have in common.</summary>
internal static class Sequences
{
    /// <summary>Python's subscript: negative indices count from the end, booleans are indices.</summary>
    public static bool TryIndex(IReadOnlyList<Value> values, Value key, out Value item)
    {
        item = default;
        if (!key.IsInt && !key.IsBool)
        {
            return false;
        }

        long index = key.Integer < 0 ? key.Integer + values.Count : key.Integer;
        if (index < 0 || index >= values.Count)
        {
            return false;
        }

        item = values[(int)index];
        return true;
    }

    public static bool AreEqual(IReadOnlyList<Value> left, IReadOnlyList<Value> right)
    {
        if (left.Count != right.Count)
        {
            return false;
        }

        NativeStack.Check();
        for (int i = 0; i < left.Count; i++)
        {
            if (!Comparison.AreEqual(left[i], right[i]))
            {
                return false;
            }
        }

        return true;
    }

    public static void AppendRepr(TextBuilder output, IReadOnlyList<Value> values, string open, string close)
    {
        NativeStack.Check();
        output.Append(open);
        for (int i = 0; i < values.Count; i++)
        {
            output.Append(i == 0 ? "" : ", ");
            output.AppendRepr(values[i]);
        }

        output.Append(close);
    }
}
