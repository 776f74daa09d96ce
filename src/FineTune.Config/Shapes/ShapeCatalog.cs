using System.Collections;

namespace FineTune.Config;

/// <summary>Finds what may be written for a C# type, under given options.</summary>
/// <param name="options">The converters and polymorphic sections.</param>
internal sealed class ShapeCatalog(ConfigOptions options)
{
    private readonly Dictionary<Type, ValueShape> _known = [];

    public ValueShape Of(Type type)
    {
        if (!_known.TryGetValue(type, out var shape))
        {
            _known[type] = shape = Classify(Nullable.GetUnderlyingType(type) ?? type);
        }

        return shape;
    }

    /// <summary>What the key of a section may hold; null where no variant has that key, or it is no section.</summary>
    public ValueShape? Child(ValueShape? shape, string key) => shape switch
    {
        SectionShape section when section.Record.Find(key) is { } property => Of(property.Type),
        VariantShape { Section: var section } when key == section.Key => ScalarShape.Text,
        VariantShape => Children(shape).FirstOrDefault(child => child.Key == key).Shape,
        ListShape list => Child(list.Element, key),
        _ => null,
    };

    /// <summary>The keys a section may hold, over all variants.</summary>
    public IEnumerable<(string Key, ValueShape Shape)> Children(ValueShape shape) => shape switch
    {
        SectionShape section => section.Record.Properties.Select(property => (property.Key, Of(property.Type))),
        VariantShape { Section: var section } => section.Types.SelectMany(type => RecordShape.Of(type).Properties)
            .DistinctBy(property => property.Key).Select(property => (property.Key, Of(property.Type))),
        ListShape list => Children(list.Element),
        _ => [],
    };

    private ValueShape Classify(Type type)
    {
        if (options.Converters.FirstOrDefault(converter => converter.Type == type) is { } converter)
        {
            return new ConvertedShape(converter);
        }

        if (options.Polymorphic.FirstOrDefault(section => section.BaseType == type) is { } variants)
        {
            return new VariantShape(variants);
        }

        if (ScalarShape.Supports(type))
        {
            return new ScalarShape(type);
        }

        if (type.IsEnum)
        {
            return new ChoiceShape(type);
        }

        if (Dictionary(type) is { } table)
        {
            return table;
        }

        if (List(type) is { } list)
        {
            return list;
        }

        return type.IsClass && !type.IsAssignableTo(typeof(IEnumerable))
            ? new SectionShape(RecordShape.Of(type))
            : throw new InvalidOperationException(
                $"{type} cannot be read from YAML: register a {nameof(ConfigConverter)} for it.");
    }

    private TableShape? Dictionary(Type type)
        => type.IsGenericType && type.GetGenericArguments() is [var key, var value] && key == typeof(string)
            && type.IsAssignableFrom(typeof(Dictionary<,>).MakeGenericType(key, value))
            ? new TableShape(Of(value), value)
            : null;

    private ListShape? List(Type type)
    {
        var element = type.GetElementType() ?? (type.GetGenericArguments() is [var only] ? only : null);
        return element is not null && (type.IsArray || type.IsAssignableFrom(typeof(List<>).MakeGenericType(element)))
            ? new ListShape(type, Of(element), element)
            : null;
    }
}
