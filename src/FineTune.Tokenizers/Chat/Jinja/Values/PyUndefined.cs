namespace FineTune.Tokenizers.Chat.Jinja;

/// <summary>
/// What a name, attribute or item that does not exist gives. It prints as nothing, is false and iterates as empty;
/// anything else done with it is an error that says what was undefined.
/// </summary>
internal sealed class PyUndefined : PyObject
{
    private readonly string? _message;
    private readonly Value _owner;
    private readonly Value _key;

    private PyUndefined(string? message, Value owner, Value key)
    {
        _message = message;
        _owner = owner;
        _key = key;
    }

    public override string TypeName => "Undefined";

    public override int? Length => 0;

    public override IEnumerable<Value> Items => [];

    public override bool IsSequence => true;

    public static PyUndefined Because(string message) => new(message, default, default);

    public static PyUndefined Name(string name) => new(null, default, name);

    /// <summary>For an attribute or item that <paramref name="owner"/> does not have.</summary>
    public static PyUndefined Member(Value owner, Value key) => new(null, owner, key);

    public static PyUndefined Unsafe(Value owner, string name) =>
        Because($"access to attribute '{name}' of '{owner.TypeName}' object is unsafe.");

    /// <summary>The error that using the value raises.</summary>
    public JinjaException Fault() => new(_message ?? Describe());

    public override bool TryGetItem(Value key, out Value item) => throw Fault();

    public override bool IsEqualTo(PyObject other) => other is PyUndefined;

    public override int GetPythonHash() => 0;

    public override Value Call(RenderState state, Arguments arguments) => throw Fault();

    public override void AppendRepr(TextBuilder output) => output.Append("Undefined");

    public override void AppendStr(TextBuilder output)
    {
    }

    private string Describe()
    {
        string key = TextBuilder.ReprOf(_key);
        if (_owner.IsMissing)
        {
            return $"{key} is undefined";
        }

        string owner = _owner.Kind switch
        {
            ValueKind.None => "None",
            ValueKind.Object => _owner.Object!.Description,
            _ => $"{_owner.TypeName} object",
        };
        return _key.IsString
            ? $"{PythonText.Quote(owner)} has no attribute {key}"
            : $"{owner} has no element {key}";
    }
}
