namespace FineTune.Formats;

/// <summary>Picks what reads a page's values.</summary>
internal static class ValueDecoder
{
    private const string Readable =
        "PLAIN, PLAIN_DICTIONARY, RLE, RLE_DICTIONARY, DELTA_BINARY_PACKED, DELTA_LENGTH_BYTE_ARRAY, " +
        "DELTA_BYTE_ARRAY, BYTE_STREAM_SPLIT";

    /// <summary>Values that are written one by one, not by a dictionary.</summary>
    /// <param name="leaf">The column.</param>
    /// <param name="encoding">How they are written.</param>
    /// <param name="bytes">The page from its first value on.</param>
    /// <exception cref="ParquetException">The encoding is unknown, or not for values like these.</exception>
    public static IByteSource Open(LeafNode leaf, ParquetEncoding encoding, PageBytes bytes) =>
        (encoding, leaf.Physical) switch
        {
            (ParquetEncoding.Plain, PhysicalType.Boolean) => new PlainBooleans(bytes),
            (ParquetEncoding.Plain, PhysicalType.ByteArray) => new PlainByteArrays(bytes),
            (ParquetEncoding.Plain, _) => new PlainFixed(bytes, leaf.Width),
            (ParquetEncoding.Rle, PhysicalType.Boolean) =>
                new RunBooleans(new HybridReader(bytes.Part(bytes.Int32()), width: 1)),
            (ParquetEncoding.DeltaBinaryPacked, PhysicalType.Int32 or PhysicalType.Int64) =>
                new DeltaFixed(new DeltaIntegers(bytes), leaf.Width),
            (ParquetEncoding.DeltaLengthByteArray, PhysicalType.ByteArray) => new DeltaLengths(bytes),
            (ParquetEncoding.DeltaByteArray, PhysicalType.ByteArray) => new DeltaPrefixes(bytes),
            (ParquetEncoding.DeltaByteArray, PhysicalType.FixedLenByteArray) =>
                new OneWidth(new DeltaPrefixes(bytes), leaf.Width, bytes.Place),
            (ParquetEncoding.ByteStreamSplit, not (PhysicalType.Boolean or PhysicalType.ByteArray)) =>
                new StreamSplit(bytes, leaf.Width),
            _ => throw bytes.Place.Unsupported($"encoding {encoding} of {leaf.Physical} values", Readable),
        };
}
