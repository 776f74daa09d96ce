using System.Numerics;

namespace FineTune.Tokenizers.Chat.Jinja;

/// <summary>
/// A value of the template language, with Python's types. Numbers, booleans and plain strings need no allocation of
/// their own. The default value is <see cref="ValueKind.Missing"/>.
/// </summary>
internal readonly struct Value
{
    private static readonly Tag NoneTag = new(ValueKind.None);
    private static readonly Tag BoolTag = new(ValueKind.Bool);
    private static readonly Tag IntTag = new(ValueKind.Int);
    private static readonly Tag FloatTag = new(ValueKind.Float);

    private readonly object? _content;
    private readonly long _bits;

    private Value(object content, long bits = 0)
    {
        _content = content;
        _bits = bits;
    }

    public static Value None { get; } = new(NoneTag);

    public static Value True { get; } = new(BoolTag, 1);

    public static Value False { get; } = new(BoolTag);

    public static Value EmptyString { get; } = new("");

    public ValueKind Kind => _content switch
    {
        null => ValueKind.Missing,
        Tag tag => tag.Kind,
        string or MarkedString => ValueKind.String,
        PyObject => ValueKind.Object,
        _ => ValueKind.BigInt,
    };

    public bool IsMissing => _content is null;

    public bool IsNone => ReferenceEquals(_content, NoneTag);

    public bool IsBool => ReferenceEquals(_content, BoolTag);

    public bool IsInt => ReferenceEquals(_content, IntTag);

    public bool IsFloat => ReferenceEquals(_content, FloatTag);

    public bool IsString => _content is string or MarkedString;

    public bool IsUndefined => _content is PyUndefined;

    /// <summary>The 64-bit integer; only for <see cref="ValueKind.Int"/> and <see cref="ValueKind.Bool"/>.</summary>
    public long Integer => _bits;

    /// <summary>The float; only for <see cref="ValueKind.Float"/>.</summary>
    public double Float => BitConverter.Int64BitsToDouble(_bits);

    /// <summary>The integer of any size; only for the three integer kinds.</summary>
    public BigInteger Big => _content is BigInteger big ? big : _bits;

    /// <summary>The object; null for every kind but <see cref="ValueKind.Object"/>.</summary>
    public PyObject? Object => _content as PyObject;

    /// <summary>True for ints of any size and booleans, which are ints in Python.</summary>
    public bool IsIntegral => Kind is ValueKind.Int or ValueKind.Bool or ValueKind.BigInt;

    public bool IsNumber => IsFloat || IsIntegral;

    /// <summary>Python's name of the type, as its error messages spell it.</summary>
    public string TypeName => Kind switch
    {
        ValueKind.None => "NoneType",
        ValueKind.Bool => "bool",
        ValueKind.Int or ValueKind.BigInt => "int",
        ValueKind.Float => "float",
        ValueKind.String => _content is MarkedString { Content.IsSafe: true } ? "Markup" : "str",
        ValueKind.Object => Object!.TypeName,
        _ => "Missing",
    };

    public static implicit operator Value(string text) => new(text);

    public static implicit operator Value(bool value) => value ? True : False;

    public static implicit operator Value(long value) => new(IntTag, value);

    public static implicit operator Value(int value) => new(IntTag, value);

    public static implicit operator Value(double value) => new(FloatTag, BitConverter.DoubleToInt64Bits(value));

    public static implicit operator Value(PyObject value) => new(value);

    public static Value From(Str value) =>
        value.Marks is null && !value.IsSafe ? new Value(value.Text) : new Value(new MarkedString(value));

    public static Value From(BigInteger value) =>
        value >= long.MinValue && value <= long.MaxValue ? (Value)(long)value : new Value((object)value);

    /// <summary>The string this value is; false for every other kind.</summary>
    public bool TryGetString(out Str value)
    {
        switch (_content)
        {
            case string text:
                value = new Str(text);
                return true;
            case MarkedString marked:
                value = marked.Content;
                return true;
            default:
                value = default;
                return false;
        }
    }

    /// <summary>The text of the string this value is; null for every other kind.</summary>
    public string? TextOrNull => _content as string ?? (_content as MarkedString)?.Content.Text;

    /// <summary>Python's truth: zero, the empty, none and undefined are false.</summary>
    public bool IsTruthy => Kind switch
    {
        ValueKind.Bool or ValueKind.Int => _bits != 0,
        ValueKind.Float => Float != 0,
        ValueKind.String => TextOrNull!.Length > 0,
        ValueKind.Object => Object!.IsTruthy,
        ValueKind.BigInt => true,
        _ => false,
    };

    /// <summary>Identity as <c>sameas</c> means it: the same object, or equal constants of one kind.</summary>
    public bool IsSameAs(Value other) =>
        Kind is ValueKind.String or ValueKind.BigInt
            ? other.Kind == Kind && Comparison.AreEqual(this, other)
            : ReferenceEquals(_content, other._content) && _bits == other._bits;

    private sealed class Tag(ValueKind kind)
    {
        public ValueKind Kind { get; } = kind;
    }
}
