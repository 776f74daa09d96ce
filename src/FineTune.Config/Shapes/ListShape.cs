namespace FineTune.Config;

/// <summary>A list; a single value counts as a list of one.</summary>
/// <param name="Type">The property's type: an array or something a <see cref="List{T}"/> can be assigned to.</param>
/// <param name="Element">What each item may be.</param>
/// <param name="ElementType">The items' type.</param>
internal sealed record ListShape(Type Type, ValueShape Element, Type ElementType) : ValueShape
{
    public override string Allowed => $"a list (each item {Element.Allowed}; [] for none)";

    public object Create(IReadOnlyList<object?> items)
    {
        var array = Array.CreateInstance(ElementType, items.Count);
        for (var i = 0; i < items.Count; i++)
        {
            array.SetValue(items[i], i);
        }

        return Type.IsInstanceOfType(array)
            ? array
            : Activator.CreateInstance(typeof(List<>).MakeGenericType(ElementType), array)!;
    }
}
