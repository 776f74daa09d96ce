namespace FineTune.Tokenizers.Chat.Jinja;

/// <summary>A Python range.</summary>
internal sealed class PyRange(long start, long stop, long step) : PyObject
{
    public override string TypeName => "range";

    public override int? Length
    {
        get
        {
            Int128 distance = step > 0 ? (Int128)stop - start : (Int128)start - stop;
            Int128 stride = Int128.Abs(step);
            return distance <= 0 ? 0 : (int)Int128.Min(int.MaxValue, (distance + stride - 1) / stride);
        }
    }

    public override IEnumerable<Value> Items
    {
        get
        {
            int count = Length!.Value;
            for (int i = 0; i < count; i++)
            {
                yield return At(i);
            }
        }
    }

    public override bool IsSequence => true;

    public override MethodTable Methods => SequenceMethods.OfTuple;

    public Value At(int index) => start + (index * step);

    /// <summary>The part between two positions, every <paramref name="stride"/>th of it.</summary>
    public PyRange Slice(long from, long to, long stride) =>
        new(start + (from * step), start + (to * step), step * stride);

    public override bool TryGetItem(Value key, out Value item)
    {
        item = default;
        int count = Length!.Value;
        long index = key.IsInt ? key.Integer : long.MinValue;
        index = index < 0 ? index + count : index;
        if (index < 0 || index >= count)
        {
            return false;
        }

        item = At((int)index);
        return true;
    }

    public override bool IsEqualTo(PyObject other) =>
        other is PyRange range && range.Length == Length && Items.SequenceEqual(range.Items, ValueComparer.Instance);

    public override void AppendRepr(TextBuilder output) =>
        output.Append(step == 1 ? $"range({start}, {stop})" : $"range({start}, {stop}, {step})");
}
