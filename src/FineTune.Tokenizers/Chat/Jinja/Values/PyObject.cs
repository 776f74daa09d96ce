namespace FineTune.Tokenizers.Chat.Jinja;

/// <summary>
/// A value that is no number and no string. Its members are Python's protocols; the defaults are those of an object
/// that supports none of them.
/// </summary>
internal abstract class PyObject
{
    /// <summary>Python's name of the type.</summary>
    public abstract string TypeName { get; }

    /// <summary>How an undefined attribute's message calls the type.</summary>
    public virtual string Description => $"{TypeName} object";

    /// <summary>The message whose JSON the object is part of, if any: printed, all of it comes from there.</summary>
    public virtual Origin? Origin => null;

    public virtual bool IsTruthy => Length is not 0;

    /// <summary>How deep lists, tuples and dicts are nested in the object; 0 for everything else.</summary>
    public virtual int Depth => 0;

    /// <summary>What <c>len()</c> gives; null where there is no length.</summary>
    public virtual int? Length => null;

    /// <summary>What iterating gives; null where the object cannot be iterated.</summary>
    public virtual IEnumerable<Value>? Items => null;

    /// <summary>True for what Jinja calls a sequence: it has a length and can be subscripted.</summary>
    public virtual bool IsSequence => false;

    /// <summary>The methods of the type.</summary>
    public virtual MethodTable Methods => MethodTable.Empty;

    /// <summary>A data attribute, or <see cref="ValueKind.Missing"/>.</summary>
    public virtual Value GetAttribute(string name) => default;

    /// <summary>What <c>self[key]</c> gives; false where Python raises a TypeError or LookupError.</summary>
    public virtual bool TryGetItem(Value key, out Value item)
    {
        item = default;
        return false;
    }

    public virtual bool IsEqualTo(PyObject other) => ReferenceEquals(this, other);

    /// <summary>Whether the object can be a dict's key.</summary>
    public virtual bool IsHashable => true;

    public virtual int GetPythonHash() => GetHashCode();

    /// <summary>Whether <c>value in self</c>; null where the object is no container.</summary>
    public virtual bool? Contains(Value value) => Items?.Any(item => Comparison.AreEqual(item, value));

    /// <summary>Appends Python's <c>repr()</c>.</summary>
    public abstract void AppendRepr(TextBuilder output);

    /// <summary>Appends Python's <c>str()</c>.</summary>
    public virtual void AppendStr(TextBuilder output) => AppendRepr(output);

    /// <summary>Calls the object.</summary>
    public virtual Value Call(RenderState state, Arguments arguments) =>
        throw new JinjaException($"'{TypeName}' object is not callable");

    public virtual bool IsCallable => false;
}
