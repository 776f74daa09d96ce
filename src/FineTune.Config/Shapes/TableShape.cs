using System.Collections;

namespace FineTune.Config;

/// <summary>Free keys with values of one kind: a dictionary with string keys.</summary>
/// <param name="Value">What each value may be.</param>
/// <param name="ValueType">The values' type.</param>
internal sealed record TableShape(ValueShape Value, Type ValueType) : ValueShape
{
    public override string Allowed => $"a section of free keys (each value {Value.Allowed}; {{}} for none)";

    public IDictionary Create()
        => (IDictionary)Activator.CreateInstance(typeof(Dictionary<,>).MakeGenericType(typeof(string), ValueType))!;
}
