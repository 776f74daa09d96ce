namespace FineTune.Tokenizers.Chat.Jinja;

/// <summary>Filters that order, group or compare items. Unless asked otherwise, case does not count.</summary>
internal static class OrderFilters
{
    public static Value Sort(RenderState state, Value value, Arguments arguments)
    {
        bool caseSensitive = arguments.FlagAt(1);
        Value[] paths = arguments[2].TextOrNull is string names
            ? [.. names.Split(',').Select(name => (Value)name)]
            : [arguments[2]];
        return new PyList(Sorting.Stable(
            Iteration.Over(value),
            item => new PyList(Array.ConvertAll(paths, path => KeyOf(item, path, caseSensitive))),
            reverse: arguments.FlagAt(0)));
    }

    public static Value DictSort(RenderState state, Value value, Arguments arguments)
    {
        bool caseSensitive = arguments.FlagAt(0);
        string by = arguments.StrAt(1, "key").Text;
        if (by is not ("key" or "value"))
        {
            throw new JinjaException("You can only sort by either \"key\" or \"value\"");
        }

        PyDict dict = value.Object as PyDict ?? throw (value.Object as PyUndefined)?.Fault() ??
            new JinjaException($"'{value.TypeName}' object has no attribute 'items'");
        return new PyList([.. Sorting.Stable(
            dict.EntryArray(),
            entry => KeyOf(by == "key" ? entry.Key : entry.Value, default, caseSensitive),
            reverse: arguments.FlagAt(2)).Select(entry => (Value)new PyTuple([entry.Key, entry.Value]))]);
    }

    public static Value Unique(RenderState state, Value value, Arguments arguments)
    {
        return new PyIterator(Distinct());

        IEnumerable<Value> Distinct()
        {
            var seen = new HashSet<Value>(ValueComparer.Instance);
            foreach (Value item in Iteration.Over(value))
            {
                Value key = KeyOf(item, arguments[1], arguments.FlagAt(0));
                if (!Comparison.IsHashable(key))
                {
                    throw new JinjaException($"unhashable type: '{key.TypeName}'");
                }

                if (seen.Add(key))
                {
                    yield return item;
                }
            }
        }
    }

    public static Value GroupBy(RenderState state, Value value, Arguments arguments)
    {
        Value attribute = arguments[0];
        bool caseSensitive = arguments.FlagAt(2);
        Value[] sorted = Sorting.Stable(Iteration.Over(value), Key);
        var groups = new List<Value>();
        for (int start = 0, end; start < sorted.Length; start = end)
        {
            Value key = Key(sorted[start]);
            end = start + 1;
            while (end < sorted.Length && Comparison.AreEqual(key, Key(sorted[end])))
            {
                end++;
            }

            Value shown = KeyOf(sorted[start], attribute, caseSensitive: true, arguments[1]);
            groups.Add(new PyTuple([shown, new PyList(sorted[start..end])], "grouper", "list"));
        }

        return new PyList(groups);

        Value Key(Value item) => KeyOf(item, attribute, caseSensitive, arguments[1]);
    }

    public static Value Min(RenderState state, Value value, Arguments arguments) => Extreme(value, arguments, sign: -1);

    public static Value Max(RenderState state, Value value, Arguments arguments) => Extreme(value, arguments, sign: 1);

    private static Value Extreme(Value value, Arguments arguments, int sign)
    {
        Value best = default;
        Value bestKey = default;
        foreach (Value item in Iteration.Over(value))
        {
            Value key = KeyOf(item, arguments[1], arguments.FlagAt(0));
            if (best.IsMissing || Comparison.Order(key, bestKey, sign > 0 ? ">" : "<") * sign > 0)
            {
                best = item;
                bestKey = key;
            }
        }

        return best.IsMissing ? PyUndefined.Because("No aggregated item, sequence was empty.") : best;
    }

    /// <summary>What an item is compared by.</summary>
    /// <param name="item">The item.</param>
    /// <param name="path">The attribute that counts; missing or none for the item itself.</param>
    /// <param name="caseSensitive">Whether a string's case counts.</param>
    /// <param name="otherwise">What counts where the attribute is undefined.</param>
    private static Value KeyOf(Value item, Value path, bool caseSensitive, Value otherwise = default)
    {
        Value key = path.IsMissing || path.IsNone ? item : Lookup.Path(item, path);
        key = key.IsUndefined && !otherwise.IsMissing && !otherwise.IsNone ? otherwise : key;
        return !caseSensitive && key.TextOrNull is string text ? CaseMapping.ToLower(text) : key;
    }
}
