namespace FineTune.Formats;

/// <summary>The ways pages are compressed, numbered as in <c>parquet.thrift</c>.</summary>
internal enum ParquetCodec
{
    Uncompressed = 0,
    Snappy = 1,
    Gzip = 2,
    Lzo = 3,
    Brotli = 4,
    Lz4 = 5,
    Zstd = 6,
    Lz4Raw = 7,
}
