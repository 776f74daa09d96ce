namespace FineTune.Tokenizers.Chat.Jinja;

/// <summary>A Python list. Templates cannot change one, so its items never move.</summary>
/// <param name="values">The items.</param>
/// <param name="origin">The message and field the list is part of, if any.</param>
internal sealed class PyList(IReadOnlyList<Value> values, Origin? origin = null) : PyObject
{
    public IReadOnlyList<Value> Values { get; } = values;

    public override int Depth { get; } = Nesting.Around(values);

    public override string TypeName => "list";

    public override Origin? Origin => origin;

    public override int? Length => Values.Count;

    public override IEnumerable<Value> Items => Values;

    public override bool IsSequence => true;

    public override MethodTable Methods => SequenceMethods.OfList;

    public override bool TryGetItem(Value key, out Value item) => Sequences.TryIndex(Values, key, out item);

    public override bool IsEqualTo(PyObject other) => other is PyList list && Sequences.AreEqual(Values, list.Values);

    public override bool IsHashable => false;

    public override void AppendRepr(TextBuilder output) => Sequences.AppendRepr(output, Values, "[", "]");
}
