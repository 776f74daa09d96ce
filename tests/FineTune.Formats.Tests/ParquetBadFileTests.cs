namespace FineTune.Formats.Tests;

/// <summary>Damage is told as such, with its place: never a framework's exception, never a hang.</summary>
public sealed class ParquetBadFileTests
{
    private const int MostRows = 10_000;

    [Theory]
    [InlineData("flat-plain-none-v1")]
    [InlineData("flat-delta-lz4-v2")]
    [InlineData("nested-dictionary-snappy-v2")]
    [InlineData("nested-plain-brotli-v1")]
    [InlineData("logical-plain-gzip-v2")]
    public void A_file_cut_anywhere_is_refused(string name)
    {
        var whole = File.ReadAllBytes(Golden(name));
        using var folder = new TempFolder();
        for (var length = 0; length < whole.Length; length += 61)
        {
            var path = folder.Write("cut.parquet", whole[..length]);
            Assert.StartsWith(path, Assert.Throws<ParquetException>(() => ParquetFile.Open(path).Dispose()).Message);
        }
    }

    [Theory]
    [InlineData("flat-plain-none-v1")]
    [InlineData("nested-delta-none-v2")]
    [InlineData("flat-delta-lz4-v2")]
    [InlineData("flat-dictionary-snappy-v1")]
    [InlineData("flat-split-zstd-v2")]
    [InlineData("nested-dictionary-snappy-v2")]
    [InlineData("nested-dictionary-zstd-v1")]
    [InlineData("nested-plain-brotli-v1")]
    [InlineData("logical-plain-gzip-v2")]
    public void A_changed_byte_is_told_or_changes_values_only(string name)
    {
        var whole = File.ReadAllBytes(Golden(name));
        using var folder = new TempFolder();
        for (var at = 0; at < whole.Length; at += 11)
        {
            var changed = whole.ToArray();
            changed[at] ^= (byte)(1 << (at / 11 % 8));
            var path = folder.Write("changed.parquet", changed);
            var error = Record.Exception(() => ReadAll(path));
            Assert.True(error is null or ParquetException, $"byte {at}: {error}");
        }
    }

    [Fact]
    public void A_page_with_another_checksum_is_refused_with_its_place()
    {
        var path = Golden("flat-plain-none-v1");
        var bytes = File.ReadAllBytes(path);
        bytes[100] ^= 1;
        using var folder = new TempFolder();
        using var file = ParquetFile.Open(folder.Write("changed.parquet", bytes));
        var error = Assert.Throws<ParquetException>(() => file.Rows("required").Count());
        Assert.Contains("changed.parquet: column 'required', row group 0, byte 4: the page's checksum is", error.Message);
        Assert.Equal(60, file.Rows("word").Count()); // Other columns are as good as ever.
    }

    [Fact]
    public void A_codec_that_is_not_read_is_named_with_those_that_are()
    {
        var bytes = File.ReadAllBytes(Golden("flat-plain-none-v1"));
        var codec = bytes.AsSpan().LastIndexOf("\x19\x18\u0008required\x15"u8) + "\x19\x18\u0008required\x15".Length;
        Assert.Equal(0, bytes[codec]); // UNCOMPRESSED, of the first column of the last row group.
        bytes[codec] = 6; // LZO, as a zigzag integer.
        using var folder = new TempFolder();
        using var file = ParquetFile.Open(folder.Write("lzo.parquet", bytes));
        var error = Assert.Throws<ParquetException>(() => file.Rows("required").Count());
        Assert.Contains("codec LZO is not read here; read are UNCOMPRESSED, SNAPPY, GZIP, BROTLI, ZSTD, LZ4_RAW", error.Message);
    }

    [Theory]
    [InlineData("", "does not start with PAR1")]
    [InlineData("col,col\n1,2\n", "does not start with PAR1")]
    [InlineData("PAR1", "the file is truncated: 4 bytes are there")]
    [InlineData("PAREPARE", "the file is encrypted")]
    [InlineData("PAR1\0\0\0\x7fPAR1", "it claims 2,130,706,432 bytes, 0 are there")]
    [InlineData("PAR1\0\0\0\0PAR1", "it ends too early")]
    public void Other_files_are_told_apart(string content, string expected)
    {
        using var folder = new TempFolder();
        var path = folder.Write("data.parquet", content);
        Assert.Contains(expected, Assert.Throws<ParquetException>(() => ParquetFile.Open(path)).Message);
    }

    [Fact]
    public void A_missing_file_names_the_nearest()
    {
        using var folder = new TempFolder();
        folder.Write("train.parquet", "");
        var error = Assert.Throws<ParquetException>(() => ParquetFile.Open(folder.File("trian.parquet")));
        Assert.EndsWith("there is no such file. Did you mean 'train.parquet'?", error.Message);
    }

    private static void ReadAll(string path)
    {
        using var file = ParquetFile.Open(path);
        foreach (var row in file.Rows().Take(MostRows))
        {
            Assert.Equal(file.Columns.Count, row.Length);
        }
    }

    private static string Golden(string name) => Goldens.At("parquet", name + ".parquet");
}
