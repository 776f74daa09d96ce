namespace FineTune.Formats;

/// <summary>A row group (<c>RowGroup</c> in <c>parquet.thrift</c>).</summary>
internal sealed class RowGroupMetadata
{
    /// <summary>One chunk for each leaf of the schema, in its order.</summary>
    public List<ColumnChunk> Columns { get; } = [];

    /// <summary>How many rows it has.</summary>
    public long RowCount { get; private set; }

    /// <summary>Reads a struct up to its end.</summary>
    public static RowGroupMetadata Read(ref ThriftReader reader)
    {
        var group = new RowGroupMetadata();
        var field = 0;
        while (reader.Field(ref field) is var type and not ThriftType.Stop)
        {
            switch (field)
            {
                case 1:
                    for (var left = reader.List(type, ThriftType.Struct); left > 0; left--)
                    {
                        group.Columns.Add(ColumnChunk.Read(ref reader));
                    }

                    break;
                case 3:
                    group.RowCount = reader.Integer(type);
                    break;
                default:
                    reader.Skip(type);
                    break;
            }
        }

        return group;
    }
}
