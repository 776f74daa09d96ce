using System.Numerics;

namespace FineTune.Formats;

/// <summary>Opens the data pages of a column chunk one after another, and its dictionary on the way.</summary>
internal sealed class PageReader
{
    private const int LargestHeader = 1 << 24;

    private readonly LeafNode _leaf;
    private readonly ParquetCodec _codec;
    private readonly MappedFile _file;
    private readonly long _end;
    private ParquetPlace _place;
    private long _offset;
    private object[]? _dictionary;
    private byte[] _buffer = [];

    /// <inheritdoc cref="LeafReader(LeafNode, ColumnChunk, MappedFile, ParquetPlace)"/>
    public PageReader(LeafNode leaf, ColumnChunk chunk, MappedFile file, ParquetPlace place)
    {
        (_leaf, _codec, _file, _offset) = (leaf, chunk.Codec, file, chunk.Start);
        _place = place with { Offset = chunk.Start };
        if (chunk.FilePath is not null || chunk.IsEncrypted)
        {
            throw _place.Unsupported(chunk.IsEncrypted ? "an encrypted column" : "a column in another file", "plain columns");
        }

        if (chunk.Start < 0 || chunk.CompressedBytes < 0 || chunk.Start > file.Length - chunk.CompressedBytes)
        {
            throw _place.Damaged($"its {chunk.CompressedBytes:N0} bytes do not lie in the file of {file.Length:N0}");
        }

        _end = chunk.Start + chunk.CompressedBytes;
    }

    /// <summary>The next data page.</summary>
    /// <exception cref="ParquetException">There is none, or it is damaged.</exception>
    public DataPage Next()
    {
        while (true)
        {
            _place = _place with { Offset = _offset };
            var header = ReadHeader();
            var body = _file.Bytes(_offset, header.CompressedBytes);
            _offset += header.CompressedBytes;
            if (header.Checksum is { } expected && Crc32.Of(body) is var found && found != expected)
            {
                throw _place.Damaged($"the page's checksum is {found:x8}, its header says {expected:x8}");
            }

            switch (header.Type)
            {
                case PageType.Dictionary: ReadDictionary(header, body); break;
                case PageType.Data: return OpenData(header, body);
                case PageType.DataV2: return OpenDataV2(header, body);
                default: break; // An index, or a kind that is not invented yet: both may be passed over.
            }
        }
    }

    private PageHeader ReadHeader()
    {
        if (_offset >= _end)
        {
            throw _place.Damaged("the column's pages have fewer values than it promises");
        }

        var place = _place;
        var bytes = _file.Bytes(_offset, (int)Math.Min(_end - _offset, LargestHeader));
        var reader = new ThriftReader(bytes, found => place.Damaged($"the page header cannot be read: {found}"));
        var header = PageHeader.Read(ref reader);
        _offset += reader.Position;
        if (header.CompressedBytes < 0 || header.CompressedBytes > _end - _offset)
        {
            throw _place.Damaged($"the page has {header.CompressedBytes:N0} bytes where {_end - _offset:N0} are left");
        }

        if (header.UncompressedBytes < 0
            || !PageDecompressor.CanExpand(_codec, header.CompressedBytes, header.UncompressedBytes))
        {
            throw _place.Damaged(
                $"a page of {header.CompressedBytes:N0} bytes cannot become one of {header.UncompressedBytes:N0}");
        }

        return header;
    }

    private void ReadDictionary(PageHeader header, ReadOnlySpan<byte> body)
    {
        if (header.Encoding is not (ParquetEncoding.Plain or ParquetEncoding.PlainDictionary))
        {
            throw _place.Unsupported($"encoding {header.Encoding} of a dictionary", "PLAIN");
        }

        var bytes = Decompress(header, body, new byte[header.UncompressedBytes]);
        var leastBytes = _leaf.Width == 0 ? sizeof(int) : _leaf.Width;
        if (header.ValueCount < 0 || (long)header.ValueCount * leastBytes > header.UncompressedBytes)
        {
            throw _place.Damaged($"a dictionary of {header.ValueCount:N0} values in {header.UncompressedBytes:N0} bytes");
        }

        var values = new ConvertedValues(
            ValueDecoder.Open(_leaf, ParquetEncoding.Plain, bytes), ValueTypes.For(_leaf, _place));
        _dictionary = new object[header.ValueCount];
        for (var i = 0; i < _dictionary.Length; i++)
        {
            _dictionary[i] = values.Next();
        }
    }

    private DataPage OpenData(PageHeader header, ReadOnlySpan<byte> body)
    {
        var bytes = Decompress(header, body, SharedBuffer(header.UncompressedBytes));
        var repetitions = Levels(header.LevelEncodings.Repetition, _leaf.RepetitionLevel, bytes);
        var definitions = Levels(header.LevelEncodings.Definition, _leaf.DefinitionLevel, bytes);
        return Open(header, repetitions, definitions, bytes.Rest());
    }

    private DataPage OpenDataV2(PageHeader header, ReadOnlySpan<byte> body)
    {
        var levels = (long)header.RepetitionBytes + header.DefinitionBytes;
        if (header.RepetitionBytes < 0 || header.DefinitionBytes < 0 || levels > body.Length
            || levels > header.UncompressedBytes)
        {
            throw _place.Damaged($"levels of {levels:N0} bytes in a page of {body.Length:N0}");
        }

        // Levels are never compressed here, so that they can be read without the values.
        var buffer = SharedBuffer(header.UncompressedBytes);
        body[..(int)levels].CopyTo(buffer);
        var values = buffer.AsMemory((int)levels, header.UncompressedBytes - (int)levels);
        if (values.Length > 0 || body.Length > levels)
        {
            var codec = header.IsCompressed ? _codec : ParquetCodec.Uncompressed;
            PageDecompressor.Decompress(codec, body[(int)levels..], values.Span, _place);
        }

        var repetitions = new PageBytes(buffer.AsMemory(0, header.RepetitionBytes), _place);
        var definitions = new PageBytes(buffer.AsMemory(header.RepetitionBytes, header.DefinitionBytes), _place);
        return Open(
            header,
            _leaf.RepetitionLevel > 0 ? new HybridReader(repetitions, BitWidth(_leaf.RepetitionLevel)) : null,
            _leaf.DefinitionLevel > 0 ? new HybridReader(definitions, BitWidth(_leaf.DefinitionLevel)) : null,
            new PageBytes(values, _place));
    }

    private HybridReader? Levels(ParquetEncoding encoding, int highest, PageBytes bytes)
    {
        if (highest == 0)
        {
            return null;
        }

        return encoding == ParquetEncoding.Rle
            ? new HybridReader(bytes.Part(bytes.Int32()), BitWidth(highest))
            : throw _place.Unsupported($"encoding {encoding} of levels", "RLE");
    }

    private DataPage Open(PageHeader header, HybridReader? repetitions, HybridReader? definitions, PageBytes values)
    {
        if (header.ValueCount < 0)
        {
            throw _place.Damaged("the page does not say how many values it has");
        }

        return new DataPage(repetitions, definitions, Values(header.Encoding, values)) { Left = header.ValueCount };
    }

    private IValueSource Values(ParquetEncoding encoding, PageBytes bytes)
    {
        if (encoding is not (ParquetEncoding.PlainDictionary or ParquetEncoding.RleDictionary))
        {
            // A page of nulls only may have no bytes at all, which not every encoding allows.
            return bytes.Left == 0 && _leaf.DefinitionLevel > 0
                ? new NoValues(_place)
                : new ConvertedValues(ValueDecoder.Open(_leaf, encoding, bytes), ValueTypes.For(_leaf, _place));
        }

        if (bytes.Left == 0)
        {
            return new NoValues(_place);
        }

        return new DictionaryValues(
            _dictionary ?? throw _place.Damaged("there is no dictionary before the page"),
            new HybridReader(bytes, bytes.Byte()),
            _place);
    }

    private PageBytes Decompress(PageHeader header, ReadOnlySpan<byte> body, byte[] into)
    {
        var bytes = into.AsMemory(0, header.UncompressedBytes);
        PageDecompressor.Decompress(_codec, body, bytes.Span, _place);
        return new PageBytes(bytes, _place);
    }

    /// <summary>Data pages share a buffer: one is read to its end before the next is opened.</summary>
    private byte[] SharedBuffer(int length)
    {
        if (_buffer.Length < length)
        {
            _buffer = new byte[length];
        }

        return _buffer;
    }

    private static int BitWidth(int highest) => BitOperations.Log2((uint)highest) + 1;
}
