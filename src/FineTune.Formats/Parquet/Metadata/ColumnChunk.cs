namespace FineTune.Formats;

/// <summary>
/// One leaf column of a row group (<c>ColumnChunk</c> and <c>ColumnMetaData</c> in <c>parquet.thrift</c>).
/// </summary>
internal sealed class ColumnChunk
{
    /// <summary>The other file that the chunk lies in, if any.</summary>
    public string? FilePath { get; private set; }

    /// <summary>Whether the chunk is encrypted.</summary>
    public bool IsEncrypted { get; private set; }

    /// <summary>How its pages are compressed.</summary>
    public ParquetCodec Codec { get; private set; }

    /// <summary>How many values it has, nulls and empty lists included.</summary>
    public long ValueCount { get; private set; }

    /// <summary>Bytes its pages take, headers included.</summary>
    public long CompressedBytes { get; private set; }

    /// <summary>Where its first page lies, in bytes from the start of the file.</summary>
    public long Start => DictionaryOffset is > 0 and var offset && offset < DataOffset ? offset : DataOffset;

    private long DataOffset { get; set; }

    private long? DictionaryOffset { get; set; }

    /// <summary>Reads a struct up to its end.</summary>
    public static ColumnChunk Read(ref ThriftReader reader)
    {
        var chunk = new ColumnChunk();
        var field = 0;
        while (reader.Field(ref field) is var type and not ThriftType.Stop)
        {
            switch (field)
            {
                case 1:
                    chunk.FilePath = reader.Text(type);
                    break;
                case 3:
                    reader.Struct(type);
                    chunk.ReadMetadata(ref reader);
                    break;
                case 8 or 9:
                    chunk.IsEncrypted = true;
                    reader.Skip(type);
                    break;
                default:
                    reader.Skip(type);
                    break;
            }
        }

        return chunk;
    }

    private void ReadMetadata(ref ThriftReader reader)
    {
        var field = 0;
        while (reader.Field(ref field) is var type and not ThriftType.Stop)
        {
            switch (field)
            {
                case 4: Codec = (ParquetCodec)reader.Int32(type); break;
                case 5: ValueCount = reader.Integer(type); break;
                case 7: CompressedBytes = reader.Integer(type); break;
                case 9: DataOffset = reader.Integer(type); break;
                case 11: DictionaryOffset = reader.Integer(type); break;
                default: reader.Skip(type); break;
            }
        }
    }
}
