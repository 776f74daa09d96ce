namespace FineTune.Formats;

/// <summary>
/// What stands before a page's bytes (<c>PageHeader</c> in <c>parquet.thrift</c> with the header of its kind).
/// </summary>
internal sealed class PageHeader
{
    /// <summary>What kind of page it is.</summary>
    public PageType Type { get; private set; } = (PageType)(-1);

    /// <summary>Bytes the page takes in the file.</summary>
    public int CompressedBytes { get; private set; } = -1;

    /// <summary>Bytes it takes when it is no longer compressed.</summary>
    public int UncompressedBytes { get; private set; } = -1;

    /// <summary>The CRC-32 of its bytes in the file, if it has one.</summary>
    public uint? Checksum { get; private set; }

    /// <summary>How many values it has, nulls and empty lists included.</summary>
    public int ValueCount { get; private set; } = -1;

    /// <summary>How its values are written.</summary>
    public ParquetEncoding Encoding { get; private set; } = (ParquetEncoding)(-1);

    /// <summary>How the levels of a first-version page are written.</summary>
    public (ParquetEncoding Definition, ParquetEncoding Repetition) LevelEncodings { get; private set; } =
        (ParquetEncoding.Rle, ParquetEncoding.Rle);

    /// <summary>Bytes of repetition levels in a second-version page.</summary>
    public int RepetitionBytes { get; private set; }

    /// <summary>Bytes of definition levels in a second-version page.</summary>
    public int DefinitionBytes { get; private set; }

    /// <summary>Whether the values of a second-version page are compressed.</summary>
    public bool IsCompressed { get; private set; } = true;

    /// <summary>Reads a struct up to its end.</summary>
    public static PageHeader Read(ref ThriftReader reader)
    {
        var header = new PageHeader();
        var field = 0;
        while (reader.Field(ref field) is var type and not ThriftType.Stop)
        {
            switch (field)
            {
                case 1: header.Type = (PageType)reader.Int32(type); break;
                case 2: header.UncompressedBytes = reader.Int32(type); break;
                case 3: header.CompressedBytes = reader.Int32(type); break;
                case 4: header.Checksum = (uint)reader.Int32(type); break;
                case 5 or 7: header.ReadData(ref reader, type); break;
                case 8: header.ReadDataV2(ref reader, type); break;
                default: reader.Skip(type); break;
            }
        }

        return header;
    }

    /// <summary>A dictionary page's header is the beginning of a data page's.</summary>
    private void ReadData(ref ThriftReader reader, ThriftType kind)
    {
        reader.Struct(kind);
        var field = 0;
        while (reader.Field(ref field) is var type and not ThriftType.Stop)
        {
            switch (field)
            {
                case 1: ValueCount = reader.Int32(type); break;
                case 2: Encoding = (ParquetEncoding)reader.Int32(type); break;
                case 3 when type is ThriftType.Int32:
                    LevelEncodings = LevelEncodings with { Definition = (ParquetEncoding)reader.Int32(type) };
                    break;
                case 4 when type is ThriftType.Int32:
                    LevelEncodings = LevelEncodings with { Repetition = (ParquetEncoding)reader.Int32(type) };
                    break;
                default: reader.Skip(type); break;
            }
        }
    }

    private void ReadDataV2(ref ThriftReader reader, ThriftType kind)
    {
        reader.Struct(kind);
        var field = 0;
        while (reader.Field(ref field) is var type and not ThriftType.Stop)
        {
            switch (field)
            {
                case 1: ValueCount = reader.Int32(type); break;
                case 4: Encoding = (ParquetEncoding)reader.Int32(type); break;
                case 5: DefinitionBytes = reader.Int32(type); break;
                case 6: RepetitionBytes = reader.Int32(type); break;
                case 7: IsCompressed = reader.Boolean(type); break;
                default: reader.Skip(type); break;
            }
        }
    }
}
