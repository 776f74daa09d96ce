namespace FineTune.Tokenizers.Chat.Jinja;

/// <summary>What <c>cycler()</c> makes: gives its items in turn, over and over.</summary>
internal sealed class PyCycler : PyObject
{
    private static readonly MethodTable CyclerMethods = new(
    [
        new NativeFunction("next", (_, self, _) => ((PyCycler)self.Object!).Next()),
        new NativeFunction("reset", (_, self, _) => ((PyCycler)self.Object!).Reset()),
    ]);

    private readonly Value[] _items;
    private int _at;

    public PyCycler(Value[] items) =>
        _items = items.Length > 0 ? items : throw new JinjaException("at least one item has to be provided");

    public override string TypeName => "Cycler";

    public override string Description => "jinja2.utils.Cycler object";

    public override bool IsTruthy => true;

    public override MethodTable Methods => CyclerMethods;

    public override Value GetAttribute(string name) => name == "current" ? _items[_at] : default;

    public override void AppendRepr(TextBuilder output) => output.Append("<jinja2.utils.Cycler object>");

    private Value Next()
    {
        Value item = _items[_at];
        _at = (_at + 1) % _items.Length;
        return item;
    }

    private Value Reset()
    {
        _at = 0;
        return Value.None;
    }
}
