using System.Collections;

namespace FineTune.Config;

/// <summary>Turns records into nodes, with every default in place. The nodes have no position.</summary>
/// <param name="catalog">The shapes of the records' types.</param>
internal sealed class RecordTree(ShapeCatalog catalog)
{
    public ConfigNode Of(object? value, Type declared)
        => value is null ? Bare("null") : Of(value, catalog.Of(declared));

    private ConfigNode Of(object value, ValueShape shape) => shape switch
    {
        ChoiceShape choice => new ConfigScalar(choice.NameOf(value), true, default),
        ListShape list => List((IEnumerable)value, item => Of(item, list.ElementType)),
        TableShape table => Table((IEnumerable)value, table.ValueType),
        SectionShape => new ConfigMapping([.. Entries(value)], default),
        VariantShape { Section: var section } => Variant(value, section),
        ConvertedShape converted => Untyped(converted.Converter.Write(value)),
        _ => value is string text ? new ConfigScalar(text, true, default) : Bare(PlainText.Of(value)),
    };

    // A record that keeps its own name (several names share it) writes that name.
    private ConfigMapping Variant(object value, PolymorphicSection section)
    {
        var keys = new ConfigMapping([.. Entries(value)], default);
        if (keys.Find(section.Key) is not null)
        {
            return keys;
        }

        var name = new ConfigScalar(section.NameOf(value.GetType()), true, default);
        return keys with { Entries = [Entry(section.Key, name), .. keys.Entries] };
    }

    private static ConfigSequence List(IEnumerable items, Func<object?, ConfigNode> write)
        => new([.. items.Cast<object?>().Select(write)], default);

    private IEnumerable<ConfigEntry> Entries(object record)
        => RecordShape.Of(record.GetType()).Properties
            .Select(property => Entry(property.Key, Of(property.Get(record), property.Type)));

    private ConfigMapping Table(IEnumerable pairs, Type valueType)
    {
        var entries = new List<ConfigEntry>();
        foreach (var pair in pairs)
        {
            var (key, value) = Pair(pair!);
            entries.Add(Entry(key, Of(value, valueType)));
        }

        return new ConfigMapping(entries, default);
    }

    // Dictionaries of any kind enumerate as KeyValuePair<string, T> for some T.
    private static (string Key, object? Value) Pair(object pair)
    {
        var type = pair.GetType();
        return ((string)type.GetProperty("Key")!.GetValue(pair)!, type.GetProperty("Value")!.GetValue(pair));
    }

    private ConfigNode Untyped(object? value) => value switch
    {
        IDictionary table => new ConfigMapping(
            [.. table.Keys.Cast<string>().Select(key => Entry(key, Untyped(table[key])))], default),
        IEnumerable list and not string => List(list, Untyped),
        _ => Of(value, value?.GetType() ?? typeof(string)),
    };

    private static ConfigScalar Bare(string text) => new(text, false, default);

    private static ConfigEntry Entry(string key, ConfigNode value) => new(key, default, value);
}
