using System.Collections;

namespace FineTune.Config;

/// <summary>Free keys with values of one kind: a dictionary with string keys.</summary>
/// <param name="Value">What each value may be.</param>
/// <param name="ValueType">The values' type.</param>
internal sealed record TableShape(ValueShape Value, Type ValueType) : ValueShape
{
    public override string Allowed => $"keys of your choice, each with {Value.Allowed}";

    public IDictionary Create() => (IDictionary)Activator.CreateInstance(typeof(Dictionary<,>).MakeGenericType(typeof(string), ValueType))!;
}
