namespace FineTune.Tokenizers.Chat.Jinja;

/// <summary>What <c>keys()</c>, <c>values()</c> and <c>items()</c> of a dict give.</summary>
/// <param name="dict">The dict it looks at.</param>
/// <param name="name">Which of the three: <c>keys</c>, <c>values</c> or <c>items</c>.</param>
internal sealed class PyDictView(PyDict dict, string name) : PyObject
{
    public override string TypeName => $"dict_{name}";

    public override int? Length => dict.Length;

    public override IEnumerable<Value> Items => dict.EntryArray().Select(Project);

    public override bool IsEqualTo(PyObject other) =>
        ReferenceEquals(this, other) ||
        (name != "values" && other is PyDictView view && view.TypeName == TypeName && view.Length == Length &&
            Items.All(item => view.Contains(item) == true));

    public override void AppendRepr(TextBuilder output)
    {
        output.Append($"{TypeName}(");
        Sequences.AppendRepr(output, [.. Items], "[", "]");
        output.Append(")");
    }

    private Value Project(KeyValuePair<Value, Value> entry) => name switch
    {
        "keys" => entry.Key,
        "values" => entry.Value,
        _ => new PyTuple([entry.Key, entry.Value]),
    };
}
