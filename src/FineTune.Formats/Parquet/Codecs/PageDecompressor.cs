using System.IO.Compression;

namespace FineTune.Formats;

/// <summary>Decompresses pages with any codec that is read here.</summary>
internal static class PageDecompressor
{
    private const string Readable = "UNCOMPRESSED, SNAPPY, GZIP, BROTLI, ZSTD, LZ4_RAW";

    // What a byte can become at most. A page that claims more is damaged, and would only cost its memory.
    private const int GzipRatio = 1032;
    private const int SnappyRatio = 22;
    private const int Lz4Ratio = 256;
    private const int AnyRatio = 1 << 18; // Brotli and Zstandard have no bound; this is far beyond any real page.
    private const int Slack = 64;

    /// <summary>Decompresses a page into a buffer of exactly its size.</summary>
    /// <exception cref="ParquetException">The page is damaged, or its codec is not read here.</exception>
    public static void Decompress(ParquetCodec codec, ReadOnlySpan<byte> page, Span<byte> into, ParquetPlace place)
    {
        var done = codec switch
        {
            ParquetCodec.Uncompressed => TryCopy(page, into),
            ParquetCodec.Snappy => Snappy.TryDecompress(page, into),
            ParquetCodec.Gzip => TryGzip(page, into),
            ParquetCodec.Brotli => BrotliDecoder.TryDecompress(page, into, out var written) && written == into.Length,
            ParquetCodec.Zstd => TryZstd(page, into),
            ParquetCodec.Lz4Raw => Lz4Block.TryDecompress(page, into),
            _ => throw place.Unsupported($"codec {Name(codec)}", Readable),
        };
        if (!done)
        {
            throw place.Damaged($"the page does not decompress by {Name(codec)} to {into.Length:N0} bytes");
        }
    }

    /// <summary>Whether a page of some bytes can become one of some more.</summary>
    public static bool CanExpand(ParquetCodec codec, long from, long to)
    {
        var ratio = codec switch
        {
            ParquetCodec.Uncompressed => 1,
            ParquetCodec.Snappy => SnappyRatio,
            ParquetCodec.Gzip => GzipRatio,
            ParquetCodec.Lz4Raw => Lz4Ratio,
            _ => AnyRatio,
        };
        return to <= (from * ratio) + Slack && to <= Array.MaxLength;
    }

    private static string Name(ParquetCodec codec) => codec switch
    {
        ParquetCodec.Lz4Raw => "LZ4_RAW",
        _ => $"{codec}".ToUpperInvariant(),
    };

    private static bool TryCopy(ReadOnlySpan<byte> page, Span<byte> into)
    {
        if (page.Length != into.Length)
        {
            return false;
        }

        page.CopyTo(into);
        return true;
    }

    private static bool TryZstd(ReadOnlySpan<byte> page, Span<byte> into)
    {
        try
        {
            return Zstd.TryDecompress(page, into);
        }
        catch (InvalidDataException)
        {
            return false;
        }
    }

    private static bool TryGzip(ReadOnlySpan<byte> page, Span<byte> into)
    {
        try
        {
            using var stream = new GZipStream(new MemoryStream(page.ToArray()), CompressionMode.Decompress);
            return stream.ReadAtLeast(into, into.Length, throwOnEndOfStream: false) == into.Length
                && stream.ReadByte() < 0;
        }
        catch (InvalidDataException)
        {
            return false;
        }
    }
}
