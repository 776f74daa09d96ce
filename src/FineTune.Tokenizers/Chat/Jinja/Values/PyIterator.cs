namespace FineTune.Tokenizers.Chat.Jinja;

/// <summary>
/// What lazy filters such as <c>map</c> give: it can be iterated once, has no length and is always true, as a Python
/// generator.
/// </summary>
internal sealed class PyIterator(IEnumerable<Value> source, string typeName = "generator") : PyObject
{
    private readonly IEnumerator<Value> _source = source.GetEnumerator();

    public override string TypeName => typeName;

    public override bool IsTruthy => true;

    public override IEnumerable<Value> Items
    {
        get
        {
            while (_source.MoveNext())
            {
                yield return _source.Current;
            }
        }
    }

    public override void AppendRepr(TextBuilder output) =>
        throw new JinjaException($"a {typeName} cannot be printed; pass it through `list` or `join`");
}
