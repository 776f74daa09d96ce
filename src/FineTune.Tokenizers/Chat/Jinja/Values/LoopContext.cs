namespace FineTune.Tokenizers.Chat.Jinja;

/// <summary>The variable <c>loop</c>.</summary>
/// <param name="source">What is looped over.</param>
/// <param name="length">How many items it has, where that is known beforehand.</param>
/// <param name="recursion">How the loop runs inside itself; null where it was not declared to.</param>
internal sealed class LoopContext(IEnumerable<Value> source, int? length, LoopRecursion? recursion) : PyObject
{
    private static readonly MethodTable LoopMethods = new(
    [
        NativeFunction.Variadic("cycle", (_, self, arguments) => ((LoopContext)self.Object!).Cycle(arguments)),
        NativeFunction.Variadic("changed", (_, self, arguments) => ((LoopContext)self.Object!).Changed(arguments)),
    ]);

    private IEnumerator<Value> _source = source.GetEnumerator();
    private int? _length = length;
    private int _index0 = -1;
    private Value _before;
    private Value _after;
    private Value[]? _lastChanged;

    public Value Current { get; private set; }

    public override string TypeName => "LoopContext";

    public override string Description => "jinja2.runtime.LoopContext object";

    public override int? Length
    {
        get
        {
            if (_length is null)
            {
                var rest = new List<Value>();
                while (_source.MoveNext())
                {
                    rest.Add(_source.Current);
                }

                _source = rest.GetEnumerator();
                _length = rest.Count + _index0 + 1 + (_after.IsMissing ? 0 : 1);
            }

            return _length;
        }
    }

    public override MethodTable Methods => LoopMethods;

    public bool MoveNext()
    {
        Value next = PeekNext();
        if (next.IsMissing)
        {
            return false;
        }

        _before = Current;
        Current = next;
        _after = default;
        _index0++;
        return true;
    }

    public override Value GetAttribute(string name) => name switch
    {
        "index0" => _index0,
        "index" => _index0 + 1,
        "first" => _index0 == 0,
        "last" => PeekNext().IsMissing,
        "length" => Length!.Value,
        "revindex0" => Length!.Value - _index0 - 1,
        "revindex" => Length!.Value - _index0,
        "previtem" => _index0 == 0 ? PyUndefined.Because("there is no previous item") : _before,
        "nextitem" => PeekNext() is { IsMissing: false } next ? next : PyUndefined.Because("there is no next item"),
        "depth0" => recursion?.Depth ?? 0,
        "depth" => (recursion?.Depth ?? 0) + 1,
        _ => default,
    };

    public override Value Call(RenderState state, Arguments arguments)
    {
        if (arguments.Positional is not [var items])
        {
            throw new JinjaException("loop() takes exactly one argument, what to loop over");
        }

        return recursion?.Over(items) ?? throw new JinjaException(
            "The loop must have the 'recursive' marker to be called recursively.");
    }

    public override void AppendRepr(TextBuilder output) => output.Append($"<LoopContext {_index0 + 1}/{Length}>");

    private Value PeekNext()
    {
        if (_after.IsMissing && _source.MoveNext())
        {
            _after = _source.Current;
        }

        return _after;
    }

    private Value Cycle(Arguments arguments) => arguments.Positional is { Length: > 0 } values
        ? values[_index0 % values.Length]
        : throw new JinjaException("no items for cycling given");

    private bool Changed(Arguments arguments)
    {
        bool changed = _lastChanged is null ||
            !_lastChanged.SequenceEqual(arguments.Positional, ValueComparer.Instance);
        _lastChanged = arguments.Positional;
        return changed;
    }
}
