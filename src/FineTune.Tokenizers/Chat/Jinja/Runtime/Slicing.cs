namespace FineTune.Tokenizers.Chat.Jinja;

/// <summary>Python's subscripts and slices of strings, lists, tuples and ranges.</summary>
internal static class Slicing
{
    /// <summary>The code point a string has at an index.</summary>
    public static bool TryCharacter(Str text, Value key, out Value item)
    {
        item = default;
        if (!key.IsInt && !key.IsBool)
        {
            return false;
        }

        int count = PythonText.CountCodePoints(text.Text);
        long index = key.Integer < 0 ? key.Integer + count : key.Integer;
        if (index < 0 || index >= count)
        {
            return false;
        }

        int start = PythonText.OffsetOf(text.Text, (int)index);
        item = text.Slice(start, start + PythonText.WidthAt(text.Text, start));
        return true;
    }

    /// <summary>What <c>value[start:stop:step]</c> gives; bounds may be none.</summary>
    public static Value Slice(RenderState state, Value value, Value start, Value stop, Value step)
    {
        long stride = Bound(step, 1);
        if (stride == 0)
        {
            throw new JinjaException("slice step cannot be zero");
        }

        if (value.TryGetString(out Str text))
        {
            return SliceText(state, text, start, stop, stride);
        }

        switch (value.Object)
        {
            case PyList list:
                return new PyList(Pick(state, list.Values, start, stop, stride));
            case PyTuple tuple:
                return new PyTuple(Pick(state, tuple.Values, start, stop, stride));
            case PyRange range:
                (long from, long to) = Clamp(range.Length!.Value, start, stop, stride);
                return range.Slice(from, to, stride);
            case PyUndefined undefined:
                throw undefined.Fault();
            case PyDict:
                throw new JinjaException("unhashable type: 'slice'");
            default:
                throw new JinjaException($"'{value.TypeName}' object is not subscriptable");
        }
    }

    private static Value SliceText(RenderState state, Str text, Value start, Value stop, long stride)
    {
        int count = PythonText.CountCodePoints(text.Text);
        (long from, long to) = Clamp(count, start, stop, stride);
        if (stride == 1)
        {
            int begin = PythonText.OffsetOf(text.Text, (int)from);
            return text.Slice(begin, to <= from ? begin : PythonText.OffsetOf(text.Text, (int)to));
        }

        int[] offsets = OffsetsOf(text.Text, count);
        TextBuilder output = state.RentBuilder();
        for (long i = from; stride > 0 ? i < to : i > to; i += stride)
        {
            output.Append(text.Slice(offsets[i], offsets[i + 1]));
        }

        return state.ReturnBuilder(output).WithSafety(text.IsSafe);
    }

    private static int[] OffsetsOf(string text, int count)
    {
        var offsets = new int[count + 1];
        for (int i = 0; i < count; i++)
        {
            offsets[i + 1] = offsets[i] + PythonText.WidthAt(text, offsets[i]);
        }

        return offsets;
    }

    private static List<Value> Pick(
        RenderState state, IReadOnlyList<Value> values, Value start, Value stop, long stride)
    {
        (long from, long to) = Clamp(values.Count, start, stop, stride);
        var picked = new List<Value>();
        for (long i = from; stride > 0 ? i < to : i > to; i += stride)
        {
            picked.Add(values[(int)i]);
        }

        state.Charge(picked.Count);
        return picked;
    }

    private static (long From, long To) Clamp(int count, Value start, Value stop, long stride)
    {
        long lowest = stride > 0 ? 0 : -1;
        long highest = stride > 0 ? count : count - 1;
        return (Resolve(start, stride > 0 ? lowest : highest), Resolve(stop, stride > 0 ? highest : lowest));

        long Resolve(Value bound, long otherwise)
        {
            if (bound.IsMissing || bound.IsNone)
            {
                return otherwise;
            }

            long index = Bound(bound, 0);
            return Math.Clamp(index < 0 ? index + count : index, lowest, highest);
        }
    }

    private static long Bound(Value bound, long otherwise) => bound.Kind switch
    {
        ValueKind.Missing or ValueKind.None => otherwise,
        ValueKind.Int or ValueKind.Bool => bound.Integer,
        ValueKind.BigInt => bound.Big.Sign > 0 ? int.MaxValue : int.MinValue,
        _ => throw new JinjaException("slice indices must be integers or None or have an __index__ method"),
    };
}
