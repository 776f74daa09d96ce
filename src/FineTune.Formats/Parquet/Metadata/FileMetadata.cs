namespace FineTune.Formats;

/// <summary>The footer of a Parquet file (<c>FileMetaData</c> in <c>parquet.thrift</c>).</summary>
internal sealed class FileMetadata
{
    private readonly Dictionary<string, string> _keyValues = [];

    /// <summary>The schema, depth first.</summary>
    public List<SchemaElement> Schema { get; } = [];

    /// <summary>The row groups.</summary>
    public List<RowGroupMetadata> RowGroups { get; } = [];

    /// <summary>How many rows there are.</summary>
    public long RowCount { get; private set; }

    /// <summary>Free text by key.</summary>
    public IReadOnlyDictionary<string, string> KeyValues => _keyValues;

    /// <exception cref="ParquetException">The footer is damaged.</exception>
    public static FileMetadata Read(string path, ReadOnlySpan<byte> footer)
    {
        var reader = new ThriftReader(footer, found => ParquetException.BadFooter(path, found));
        var metadata = new FileMetadata();
        var field = 0;
        while (reader.Field(ref field) is var type and not ThriftType.Stop)
        {
            metadata.ReadField(ref reader, field, type);
        }

        return metadata;
    }

    private void ReadField(ref ThriftReader reader, int field, ThriftType type)
    {
        switch (field)
        {
            case 2:
                for (var left = reader.List(type, ThriftType.Struct); left > 0; left--)
                {
                    Schema.Add(SchemaElement.Read(ref reader));
                }

                break;
            case 3:
                RowCount = reader.Integer(type);
                break;
            case 4:
                for (var left = reader.List(type, ThriftType.Struct); left > 0; left--)
                {
                    RowGroups.Add(RowGroupMetadata.Read(ref reader));
                }

                break;
            case 5:
                for (var left = reader.List(type, ThriftType.Struct); left > 0; left--)
                {
                    ReadKeyValue(ref reader);
                }

                break;
            default:
                reader.Skip(type);
                break;
        }
    }

    private void ReadKeyValue(ref ThriftReader reader)
    {
        var (field, key, value) = (0, "", "");
        while (reader.Field(ref field) is var type and not ThriftType.Stop)
        {
            switch (field)
            {
                case 1: key = reader.Text(type); break;
                case 2: value = reader.Text(type); break;
                default: reader.Skip(type); break;
            }
        }

        _keyValues[key] = value;
    }
}
