using System.Collections;
using System.ComponentModel.DataAnnotations;

namespace FineTune.Config;

/// <summary>One walk over a document along its shape, which makes the records and collects every mistake.</summary>
internal sealed class BindingPass
{
    private readonly ConfigDocument _document;
    private readonly ShapeCatalog _catalog;
    private readonly ValueShape _root;
    private readonly ConfigPaths? _paths;
    private readonly List<ConfigIssue> _issues = [];
    private readonly List<string> _notices = [];
    private UnknownKeys? _unknownKeys;

    // Counts values that are missing or could not be read: no contradiction can be judged around them.
    private int _unusable;

    public BindingPass(ConfigDocument document, ShapeCatalog catalog, ValueShape root, ConfigPaths? paths)
        => (_document, _catalog, _root, _paths) = (document, catalog, root, paths);

    public IReadOnlyList<ConfigIssue> Issues => _issues;

    public IReadOnlyList<string> Notices => _notices;

    private SourceText Source => _document.Source;

    /// <summary>Makes the root record; usable only if no issue was found.</summary>
    public object? Run() => Read(_document.Root, _root, "", null);

    // Null means that an issue was reported.
    private object? Read(ConfigNode node, ValueShape shape, string path, object? fallback) => shape switch
    {
        ScalarShape scalar => ReadScalar(node, scalar, path),
        ChoiceShape choice => ReadChoice(node, choice, path),
        ListShape list => ReadList(node, list, path),
        TableShape table => ReadTable(node, table, path),
        SectionShape section => AsSection(node, section, path) is { } mapping
            ? ReadRecord(mapping, section.Record, path, fallback, null) : null,
        VariantShape variant => ReadVariant(node, variant, path, fallback),
        ConvertedShape converted => ReadConverted(node, converted.Converter, path),
        _ => throw new InvalidOperationException($"No reader for {shape}."),
    };

    private object? ReadScalar(ConfigNode node, ScalarShape shape, string path)
    {
        if (node is ConfigScalar scalar && ScalarReader.Read(scalar, shape.Type) is { } value)
        {
            return value;
        }

        var unquoted = node is ConfigScalar { IsQuoted: true } quoted ? quoted with { IsQuoted = false } : null;
        var isOnlyQuoted = unquoted is not null && ScalarReader.Read(unquoted, shape.Type) is not null;
        var isTooLarge = shape.IsWhole && node is ConfigScalar number
            && ScalarReader.Read(number, typeof(double)) is double size && size == Math.Floor(size);
        return Refuse(BindingIssues.NotAllowed(
            Source, node, path, isTooLarge ? shape.Limits : shape.Allowed, isOnlyQuoted ? "remove the quotes" : null));
    }

    private object? ReadChoice(ConfigNode node, ChoiceShape shape, string path)
    {
        if (node is not ConfigScalar { IsNull: false } scalar)
        {
            return Refuse(BindingIssues.NotAllowed(Source, node, path, shape.Allowed));
        }

        return shape.Find(scalar.Text)
            ?? Refuse(BindingIssues.UnknownChoice(Source, node, path, scalar.Text, shape.Names));
    }

    private object? ReadList(ConfigNode node, ListShape shape, string path)
    {
        var isSingle = node is ConfigScalar { IsNull: false }
            || (node is ConfigMapping && shape.Element is not (ScalarShape or ChoiceShape));
        if (node is not ConfigSequence && !isSingle)
        {
            return Refuse(BindingIssues.NotAllowed(Source, node, path, shape.Allowed));
        }

        var items = node is ConfigSequence sequence ? sequence.Items : [node];
        var values = new List<object?>();
        for (var i = 0; i < items.Count; i++)
        {
            var itemPath = isSingle ? path : ConfigPath.Join(path, i);
            values.Add(ReadElement(items[i], shape.Element, shape.ElementType, itemPath));
        }

        return shape.Create(values);
    }

    private object? ReadTable(ConfigNode node, TableShape shape, string path)
    {
        if (node is not ConfigMapping mapping)
        {
            return Refuse(BindingIssues.NotAllowed(Source, node, path, shape.Allowed));
        }

        var table = shape.Create();
        foreach (var entry in mapping.Entries)
        {
            var valuePath = ConfigPath.Join(path, entry.Key);
            table[entry.Key] = ReadElement(entry.Value, shape.Value, shape.ValueType, valuePath);
        }

        return table;
    }

    // A value that could not be read leaves its type's default behind; the whole is not used then.
    private object? ReadElement(ConfigNode node, ValueShape shape, Type type, string path)
        => node.IsNull && Nullable.GetUnderlyingType(type) is not null ? null
            : Read(node, shape, path, null) ?? (type.IsValueType ? Activator.CreateInstance(type) : null);

    private object? ReadVariant(ConfigNode node, VariantShape shape, string path, object? fallback)
    {
        var section = shape.Section;
        if (AsSection(node, shape, path) is not { } mapping)
        {
            return null;
        }

        var named = mapping.Find(section.Key)?.Value;
        var name = named is null ? section.Default : (named as ConfigScalar)?.Text;
        if (name is null || section.Find(name) is not { } variant)
        {
            var keyPath = ConfigPath.Join(path, section.Key);
            return Refuse(named is null
                ? BindingIssues.MissingVariant(Source, mapping, path, section)
                : BindingIssues.UnknownChoice(Source, named, keyPath, name ?? named.Summary, section.Names));
        }

        return ReadRecord(mapping, RecordShape.Of(variant.Type), path, fallback, section);
    }

    private object? ReadConverted(ConfigNode node, ConfigConverter converter, string path)
    {
        try
        {
            return converter.Read(node) ?? Refuse(BindingIssues.NotAllowed(Source, node, path, converter.Allowed));
        }
        catch (FormatException problem)
        {
            return Refuse(BindingIssues.Contradiction(Source, node.Position, path, $"'{path}': {problem.Message}"));
        }
    }

    // A section left empty asks for its defaults.
    private ConfigMapping? AsSection(ConfigNode node, ValueShape shape, string path)
    {
        if (node is ConfigMapping mapping)
        {
            return mapping;
        }

        if (!node.IsNull)
        {
            Refuse(BindingIssues.NotAllowed(Source, node, path, shape.Allowed));
            return null;
        }

        return new ConfigMapping([], path.Length == 0 ? node.Position : _document.Locate(path));
    }

    private object ReadRecord(
        ConfigMapping mapping, RecordShape shape, string path, object? fallback, PolymorphicSection? variants)
    {
        var before = _unusable;
        var record = fallback?.GetType() == shape.Type ? RecordShape.Copy(fallback) : shape.Create();
        foreach (var entry in mapping.Entries)
        {
            if (shape.Find(entry.Key) is { } property)
            {
                ReadProperty(entry, property, path, record);
            }
            else if (entry.Key != variants?.Key)
            {
                _unknownKeys ??= new UnknownKeys(Source, _catalog, _root);
                _issues.Add(_unknownKeys.Describe(entry, path, shape, variants));
            }
        }

        foreach (var property in shape.Properties.Where(property => property.IsRequired))
        {
            if (mapping.Find(property.Key) is null)
            {
                var at = path.Length == 0 ? new SourcePosition(_document.Name, 1, 1) : _document.Locate(path);
                Refuse(BindingIssues.Missing(Source, at, path, property, ExampleYaml.For(property, _catalog, path)));
            }
        }

        if (_unusable == before && record is IValidatableObject rules)
        {
            CheckRules(rules, shape, path);
        }

        return record;
    }

    private void ReadProperty(ConfigEntry entry, PropertyShape property, string section, object record)
    {
        var path = ConfigPath.Join(section, entry.Key);
        var shape = _catalog.Of(property.Type);
        if (entry.Value.IsNull && property.IsNullable)
        {
            property.Set(record, null);
            return;
        }

        if (entry.Value.IsNull && shape is not (SectionShape or VariantShape))
        {
            Refuse(BindingIssues.NullValue(Source, entry.Position, path, shape.Allowed, property.IsRequired));
            return;
        }

        var before = _unusable;
        var value = Read(entry.Value, shape, path, shape is SectionShape or VariantShape ? property.Get(record) : null);
        if (_unusable == before)
        {
            foreach (var issue in ValueChecks.Find(Source, property, entry.Value, value!, path))
            {
                Refuse(issue);
            }

            var isInput = property.IsPath && _paths is not null;
            property.Set(record, isInput ? ResolvePaths(entry.Value, value!, path, property.MayBeName) : value);
        }
    }

    private object? ResolvePaths(ConfigNode node, object value, string path, bool mayBeName)
    {
        if (value is string given)
        {
            var found = _paths!.Resolve(given);
            if (found.FullPath is null && mayBeName)
            {
                found = _paths.Named(given, found);
            }

            if (found.Notice is not null)
            {
                _notices.Add($"{node.Position}: {found.Notice}");
            }

            return found.FullPath ?? Refuse(Source.Issue(node.Position, path, $"'{path}': {found.Problem}", found.Fix));
        }

        var items = node is ConfigSequence sequence ? sequence.Items : [node];
        var list = (IList)value;
        for (var i = 0; i < list.Count; i++)
        {
            var itemPath = node is ConfigSequence ? ConfigPath.Join(path, i) : path;
            list[i] = ResolvePaths(items[i], list[i]!, itemPath, mayBeName);
        }

        return list;
    }

    private void CheckRules(IValidatableObject rules, RecordShape shape, string path)
    {
        foreach (var broken in rules.Validate(new ValidationContext(rules)))
        {
            // A member is named as in C#, or by its path below this section.
            var name = broken.MemberNames.FirstOrDefault();
            var member = shape.Properties.FirstOrDefault(property => property.Name == name)?.Key ?? name;
            var at = member is null ? path : path.Length == 0 ? member : $"{path}.{member}";
            Refuse(BindingIssues.Contradiction(Source, _document.Locate(at), at, broken.ErrorMessage!));
        }
    }

    private object? Refuse(ConfigIssue issue)
    {
        _issues.Add(issue);
        _unusable++;
        return null;
    }
}
