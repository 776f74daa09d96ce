namespace FineTune.Tokenizers.Chat.Jinja;

/// <summary>A Python list. Templates cannot change one, so its items never move.</summary>
/// <param name="values">The items.</param>
/// <param name="owner">Index of the message the list belongs to, or -1.</param>
internal sealed class PyList(IReadOnlyList<Value> values, int owner = -1) : PyObject
{
    public IReadOnlyList<Value> Values { get; } = values;

    public override string TypeName => "list";

    public override int Owner => owner;

    public override int? Length => Values.Count;

    public override IEnumerable<Value> Items => Values;

    public override bool IsSequence => true;

    public override MethodTable Methods => SequenceMethods.OfList;

    public override bool TryGetItem(Value key, out Value item) => Sequences.TryIndex(Values, key, out item);

    public override bool IsEqualTo(PyObject other) => other is PyList list && Sequences.AreEqual(Values, list.Values);

    public override bool IsHashable => false;

    public override void AppendRepr(TextBuilder output) => Sequences.AppendRepr(output, Values, "[", "]");
}
