namespace FineTune.Tokenizers.Chat.Jinja;

/// <summary>A Python dict: entries in insertion order. Only its builder adds entries; templates cannot.</summary>
/// <param name="capacity">How many entries are expected.</param>
/// <param name="origin">The message the dict is or is part of, if any.</param>
internal sealed class PyDict(int capacity = 4, Origin? origin = null) : PyObject
{
    // Up to this many entries comparing keys one by one beats hashing them.
    private const int LinearSearchLimit = 8;

    private KeyValuePair<Value, Value>[] _entries = new KeyValuePair<Value, Value>[capacity];
    private Dictionary<Value, int>? _index;
    private int _count;
    private int _depth = 1;

    /// <summary>Index of the message this dict is, or -1.</summary>
    public int Message => origin is { Field: null } ? origin.Message : -1;

    public override Origin? Origin => origin;

    public override int Depth => _depth;

    public ReadOnlySpan<KeyValuePair<Value, Value>> Entries => _entries.AsSpan(0, _count);

    public override string TypeName => "dict";

    public override int? Length => _count;

    public override IEnumerable<Value> Items => EntryArray().Select(entry => entry.Key);

    public override bool IsSequence => true;

    public override MethodTable Methods => DictMethods.Table;

    public ArraySegment<KeyValuePair<Value, Value>> EntryArray() => new(_entries, 0, _count);

    public void Set(Value key, Value value)
    {
        _depth = Nesting.Around(_depth, value);
        int at = Find(key);
        if (at >= 0)
        {
            _entries[at] = new(_entries[at].Key, value);
            return;
        }

        if (_count == _entries.Length)
        {
            Array.Resize(ref _entries, Math.Max(4, _count * 2));
        }

        _entries[_count] = new(key, value);
        _index?.Add(key, _count);
        _count++;
    }

    public bool TryGet(string key, out Value value)
    {
        int at = FindText(key);
        value = at < 0 ? default : _entries[at].Value;
        return at >= 0;
    }

    public override bool TryGetItem(Value key, out Value item)
    {
        int at = Comparison.IsHashable(key) ? Find(key) : -1;
        item = at < 0 ? default : _entries[at].Value;
        return at >= 0;
    }

    public override bool? Contains(Value value) => Find(value) >= 0;

    public override bool IsEqualTo(PyObject other)
    {
        if (other is not PyDict dict || dict._count != _count)
        {
            return false;
        }

        NativeStack.Check();
        foreach (ref readonly KeyValuePair<Value, Value> entry in Entries)
        {
            if (!dict.TryGetItem(entry.Key, out Value value) || !Comparison.AreEqual(entry.Value, value))
            {
                return false;
            }
        }

        return true;
    }

    public override bool IsHashable => false;

    public override void AppendRepr(TextBuilder output)
    {
        NativeStack.Check();
        output.Append("{");
        for (int i = 0; i < _count; i++)
        {
            output.Append(i == 0 ? "" : ", ");
            output.AppendRepr(_entries[i].Key);
            output.Append(": ");
            output.AppendRepr(_entries[i].Value);
        }

        output.Append("}");
    }

    private int Find(Value key)
    {
        if (key.TextOrNull is string text)
        {
            return FindText(text);
        }

        if (!Comparison.IsHashable(key))
        {
            throw new JinjaException(
                $"cannot use '{key.TypeName}' as a dict key (unhashable type: '{key.TypeName}')");
        }

        if (_count > LinearSearchLimit)
        {
            return Index().GetValueOrDefault(key, -1);
        }

        for (int i = 0; i < _count; i++)
        {
            if (Comparison.AreEqual(_entries[i].Key, key))
            {
                return i;
            }
        }

        return -1;
    }

    private int FindText(string text)
    {
        if (_count > LinearSearchLimit)
        {
            return Index().GetValueOrDefault(text, -1);
        }

        for (int i = 0; i < _count; i++)
        {
            if (_entries[i].Key.TextOrNull == text)
            {
                return i;
            }
        }

        return -1;
    }

    private Dictionary<Value, int> Index()
    {
        if (_index is null)
        {
            _index = new Dictionary<Value, int>(_count * 2, ValueComparer.Instance);
            for (int i = 0; i < _count; i++)
            {
                _index.Add(_entries[i].Key, i);
            }
        }

        return _index;
    }
}
