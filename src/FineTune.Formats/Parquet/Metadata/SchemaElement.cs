namespace FineTune.Formats;

/// <summary>One node of the schema as the footer lists it (<c>SchemaElement</c> in <c>parquet.thrift</c>).</summary>
internal sealed class SchemaElement
{
    private int? _converted;
    private int _scale;
    private int _precision;
    private LogicalType? _logical;

    /// <summary>The stored type; null for a group.</summary>
    public PhysicalType? Type { get; private set; }

    /// <summary>Bytes of a value of fixed length.</summary>
    public int TypeLength { get; private set; }

    /// <summary>How often the field is there.</summary>
    public Repetition Repetition { get; private set; }

    /// <summary>The field's name.</summary>
    public string Name { get; private set; } = "";

    /// <summary>How many of the following elements are the group's own.</summary>
    public int ChildCount { get; private set; }

    /// <summary>What the values stand for.</summary>
    public LogicalType Logical =>
        _logical ?? (_converted is { } type ? LogicalType.FromConverted(type, _scale, _precision) : LogicalType.None);

    /// <summary>Reads a struct up to its end.</summary>
    public static SchemaElement Read(ref ThriftReader reader)
    {
        var element = new SchemaElement();
        var field = 0;
        while (reader.Field(ref field) is var type and not ThriftType.Stop)
        {
            switch (field)
            {
                case 1: element.Type = (PhysicalType)reader.Int32(type); break;
                case 2: element.TypeLength = reader.Int32(type); break;
                case 3: element.Repetition = (Repetition)reader.Int32(type); break;
                case 4: element.Name = reader.Text(type); break;
                case 5: element.ChildCount = reader.Int32(type); break;
                case 6: element._converted = reader.Int32(type); break;
                case 7: element._scale = reader.Int32(type); break;
                case 8: element._precision = reader.Int32(type); break;
                case 10:
                    reader.Struct(type);
                    element._logical = LogicalType.Read(ref reader);
                    break;
                default: reader.Skip(type); break;
            }
        }

        return element;
    }
}
