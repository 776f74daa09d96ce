namespace FineTune.Tokenizers.Chat.Jinja;

/// <summary>What <c>namespace()</c> makes: the one object a template may write to.</summary>
internal sealed class PyNamespace(PyDict attributes) : PyObject
{
    public override string TypeName => "Namespace";

    public override string Description => "jinja2.utils.Namespace object";

    public override Value GetAttribute(string name) => attributes.TryGet(name, out Value value) ? value : default;

    public void Set(string name, Value value) => attributes.Set(name, value);

    public override void AppendRepr(TextBuilder output)
    {
        output.Append("<Namespace ");
        attributes.AppendRepr(output);
        output.Append(">");
    }
}
