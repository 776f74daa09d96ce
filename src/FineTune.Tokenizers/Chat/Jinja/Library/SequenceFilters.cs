namespace FineTune.Tokenizers.Chat.Jinja;

/// <summary>Filters that look into values: lengths, first and last items, defaults, attributes.</summary>
internal static class SequenceFilters
{
    public static Value Length(RenderState state, Value value, Arguments arguments) => Iteration.Length(value);

    public static Value ToList(RenderState state, Value value, Arguments arguments) =>
        new PyList([.. Iteration.Over(value)]);

    public static Value First(RenderState state, Value value, Arguments arguments) =>
        FirstOf(Iteration.Over(value)) ?? PyUndefined.Because("No first item, sequence was empty.");

    public static Value Last(RenderState state, Value value, Arguments arguments) =>
        Iteration.LengthOf(value) is null || value.Object is LoopContext
            ? throw new JinjaException($"'{value.TypeName}' object is not reversible")
            : FirstOf(Iteration.Over(value).Reverse()) ?? PyUndefined.Because("No last item, sequence was empty.");

    public static Value Reverse(RenderState state, Value value, Arguments arguments)
    {
        if (value.IsString)
        {
            return Slicing.Slice(state, value, default, default, -1);
        }

        return Iteration.CanIterate(value)
            ? new PyIterator(Iteration.Over(value).Reverse(), "list_reverseiterator")
            : throw new JinjaException("argument must be iterable");
    }

    public static Value Default(RenderState state, Value value, Arguments arguments)
    {
        bool isReplaced = value.IsUndefined || (arguments.FlagAt(1) && !value.IsTruthy);
        return !isReplaced ? value : arguments[0].IsMissing ? Value.EmptyString : arguments[0];
    }

    public static Value Items(RenderState state, Value value, Arguments arguments) => value.Object switch
    {
        PyUndefined => new PyIterator([]),
        PyDict dict => new PyIterator(new PyDictView(dict, "items").Items),
        _ => throw new JinjaException("Can only get item pairs from a mapping."),
    };

    public static Value Attribute(RenderState state, Value value, Arguments arguments)
    {
        if (value.Object is PyUndefined undefined)
        {
            throw undefined.Fault();
        }

        Value name = arguments.StrAt(0);
        Value attribute = Lookup.OwnAttribute(value, name.TextOrNull!);
        return attribute.IsMissing ? PyUndefined.Member(value, name) : attribute;
    }

    /// <summary>Lists of so many items each.</summary>
    public static Value Batch(RenderState state, Value value, Arguments arguments)
    {
        int size = arguments.IntAt(0, 0);
        if (size < 1)
        {
            throw new JinjaException($"batch wants a positive number of items, not {size}");
        }

        return new PyIterator(Iteration.Over(value).Chunk(size).Select(row =>
        {
            state.Charge(size);
            return (Value)new PyList(Fill(row, size, arguments[1]));
        }));
    }

    /// <summary>So many lists of about equal length.</summary>
    public static Value Slice(RenderState state, Value value, Arguments arguments)
    {
        Value[] values = [.. Iteration.Over(value)];
        int count = arguments.IntAt(0, 0);
        if (count == 0)
        {
            throw new JinjaException("integer division or modulo by zero");
        }

        state.Charge(Math.Max(0, count));
        return new PyIterator(Columns());

        IEnumerable<Value> Columns()
        {
            int longer = values.Length % count;
            int start = 0;
            for (int i = 0; i < count; i++)
            {
                int length = (values.Length / count) + (i < longer ? 1 : 0);
                Value[] column = values[start..(start + length)];
                yield return new PyList(i < longer ? column : Fill(column, column.Length + 1, arguments[1]));
                start += length;
            }
        }
    }

    private static Value[] Fill(Value[] row, int size, Value filler) => filler.IsMissing || filler.IsNone
        ? row
        : [.. row, .. Enumerable.Repeat(filler, size - row.Length)];

    private static Value? FirstOf(IEnumerable<Value> values)
    {
        foreach (Value value in values)
        {
            return value;
        }

        return null;
    }
}
