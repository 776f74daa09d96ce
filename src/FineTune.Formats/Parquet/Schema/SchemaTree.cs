namespace FineTune.Formats;

/// <summary>Builds the fields from the flat list in the footer.</summary>
/// <remarks>Lists and maps: apache/parquet-format <c>LogicalTypes.md</c>, with the rules for old files.</remarks>
internal sealed class SchemaTree
{
    private const int DeepestNesting = 64;

    private readonly string _file;
    private readonly IReadOnlyList<SchemaElement> _elements;
    private int _next = 1;
    private int _leaves;

    private SchemaTree(string file, IReadOnlyList<SchemaElement> elements) => (_file, _elements) = (file, elements);

    /// <summary>The top-level fields.</summary>
    /// <exception cref="ParquetException">The list is no tree.</exception>
    public static IReadOnlyList<SchemaNode> Build(string file, IReadOnlyList<SchemaElement> elements)
    {
        var tree = new SchemaTree(file, elements);
        if (elements.Count == 0)
        {
            throw tree.Damaged("there is no schema");
        }

        var roots = tree.Fields(elements[0], new Level("", 0, 0, 0));
        return tree._next == elements.Count
            ? roots
            : throw tree.Damaged($"the schema has {elements.Count} elements, {tree._next} of them in its tree");
    }

    private List<SchemaNode> Fields(SchemaElement group, Level level)
    {
        if (group.ChildCount <= 0)
        {
            throw Damaged($"the group '{group.Name}' has no fields");
        }

        var fields = new List<SchemaNode>();
        for (var i = 0; i < group.ChildCount; i++)
        {
            fields.Add(Field(level));
        }

        return fields;
    }

    /// <summary>A field; one that repeats without more is a list that is never null.</summary>
    private SchemaNode Field(Level above)
    {
        var element = Next(above.Depth);
        if (element.Repetition != Repetition.Repeated)
        {
            return Once(element, above.Below(element));
        }

        var level = above.Below(element);
        return new ListNode
        {
            Name = element.Name,
            IsOptional = false,
            DefinitionLevel = above.Definition,
            Item = Once(element, level),
            ItemDefinitionLevel = level.Definition,
            RepetitionLevel = level.Repetition,
            IsMap = false,
        };
    }

    /// <summary>A field as if it did not repeat.</summary>
    private SchemaNode Once(SchemaElement element, Level level) => element switch
    {
        { Type: { } type } => Leaf(element, type, level),
        { Logical.Kind: LogicalKind.List or LogicalKind.Map, ChildCount: 1 }
            when _next < _elements.Count && _elements[_next].Repetition == Repetition.Repeated =>
            List(element, level),
        _ => Struct(element, level),
    };

    private StructNode Struct(SchemaElement element, Level level) => new()
    {
        Name = element.Name,
        IsOptional = element.Repetition == Repetition.Optional,
        DefinitionLevel = level.Definition,
        Fields = Fields(element, level),
    };

    private ListNode List(SchemaElement element, Level level)
    {
        var isMap = element.Logical.Kind == LogicalKind.Map;
        var repeated = Next(level.Depth);
        var items = level.Below(repeated);
        var item = isMap || !IsWrapper(element, repeated) ? Once(repeated, items) : Fields(repeated, items)[0];
        return new ListNode
        {
            Name = element.Name,
            IsOptional = element.Repetition == Repetition.Optional,
            DefinitionLevel = level.Definition,
            Item = item,
            ItemDefinitionLevel = items.Definition,
            RepetitionLevel = items.Repetition,
            IsMap = isMap && item is StructNode { Fields.Count: 1 or 2 },
        };
    }

    /// <summary>Whether a list's repeated group only wraps the item, and is not the item itself as in old files.</summary>
    private bool IsWrapper(SchemaElement list, SchemaElement repeated) =>
        repeated is { Type: null, ChildCount: 1 }
        && repeated.Name != "array" && repeated.Name != list.Name + "_tuple"
        && _next < _elements.Count && _elements[_next].Repetition != Repetition.Repeated;

    private LeafNode Leaf(SchemaElement element, PhysicalType type, Level level)
    {
        var width = type switch
        {
            PhysicalType.Boolean => 1,
            PhysicalType.Int32 or PhysicalType.Float => 4,
            PhysicalType.Int64 or PhysicalType.Double => 8,
            PhysicalType.Int96 => 12,
            PhysicalType.ByteArray => 0,
            PhysicalType.FixedLenByteArray when element.TypeLength > 0 => element.TypeLength,
            _ => throw Damaged($"column '{level.Path}' has the unknown type {(int)type} of {element.TypeLength} bytes"),
        };
        var leaf = new LeafNode
        {
            Name = element.Name,
            IsOptional = element.Repetition == Repetition.Optional,
            DefinitionLevel = level.Definition,
            Index = _leaves++,
            Path = level.Path,
            RepetitionLevel = level.Repetition,
            Physical = type,
            Width = width,
            Logical = element.Logical,
        };
        return ValueTypes.Fit(leaf)
            ? leaf
            : throw Damaged($"column '{level.Path}' is {leaf.Logical.Kind} stored as {type} of {width} bytes");
    }

    private SchemaElement Next(int depth)
    {
        if (depth > DeepestNesting)
        {
            throw Damaged($"fields are nested more than {DeepestNesting} deep");
        }

        return _next < _elements.Count ? _elements[_next++] : throw Damaged("the schema ends in the middle of a group");
    }

    private ParquetException Damaged(string found) => ParquetException.BadFooter(_file, found);

    private sealed record Level(string Path, int Definition, int Repetition, int Depth)
    {
        public Level Below(SchemaElement element) => new(
            Path.Length == 0 ? element.Name : $"{Path}.{element.Name}",
            Definition + (element.Repetition == Formats.Repetition.Required ? 0 : 1),
            Repetition + (element.Repetition == Formats.Repetition.Repeated ? 1 : 0),
            Depth + 1);
    }
}
