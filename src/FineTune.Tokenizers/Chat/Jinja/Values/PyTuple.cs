namespace FineTune.Tokenizers.Chat.Jinja;

/// <summary>A Python tuple; with names where it is a <c>groupby</c> group.</summary>
internal sealed class PyTuple(IReadOnlyList<Value> values, params string[] names) : PyObject
{
    public IReadOnlyList<Value> Values { get; } = values;

    public override int Depth { get; } = Nesting.Around(values);

    public override string TypeName => "tuple";

    public override int? Length => Values.Count;

    public override IEnumerable<Value> Items => Values;

    public override bool IsSequence => true;

    public override MethodTable Methods => SequenceMethods.OfTuple;

    public override Value GetAttribute(string name)
    {
        int index = Array.IndexOf(names, name);
        return index < 0 ? default : Values[index];
    }

    public override bool TryGetItem(Value key, out Value item) => Sequences.TryIndex(Values, key, out item);

    public override bool IsEqualTo(PyObject other) =>
        other is PyTuple tuple && Sequences.AreEqual(Values, tuple.Values);

    public override bool IsHashable => Values.All(Comparison.IsHashable);

    public override int GetPythonHash()
    {
        var hash = new HashCode();
        foreach (Value value in Values)
        {
            hash.Add(Comparison.HashOf(value));
        }

        return hash.ToHashCode();
    }

    public override void AppendRepr(TextBuilder output) =>
        Sequences.AppendRepr(output, Values, "(", Values.Count == 1 ? ",)" : ")");
}
