namespace FineTune.Formats.Tests;

public sealed class ByteSizeTests
{
    [Theory]
    [InlineData("5GB", 5_000_000_000)]
    [InlineData("2GiB", 2_147_483_648)]
    [InlineData("300 mb", 300_000_000)]
    [InlineData("1.5KB", 1_500)]
    [InlineData("12", 12)]
    [InlineData("12B", 12)]
    public void Sizes_are_read_as_transformers_reads_them(string text, long bytes)
    {
        Assert.True(ByteSize.TryParse(text, out var size));
        Assert.Equal(bytes, size.Bytes);
        Assert.True(ByteSize.TryParse(size.ToString(), out var again));
        Assert.Equal(size, again);
    }

    [Theory]
    [InlineData("")]
    [InlineData("GB")]
    [InlineData("0")]
    [InlineData("-1GB")]
    [InlineData("five GB")]
    [InlineData("5 PB")]
    [InlineData("0.1B")]
    [InlineData("1e9")]
    [InlineData("99999999999TB")]
    public void What_is_no_size_is_refused(string text) => Assert.False(ByteSize.TryParse(text, out _));

    [Theory]
    [InlineData(5_000_000_000, "5GB")]
    [InlineData(1 << 20, "1MiB")]
    [InlineData(1_500, "1500B")]
    public void A_size_is_written_with_the_largest_unit_that_fits(long bytes, string text) =>
        Assert.Equal(text, new ByteSize(bytes).ToString());
}
