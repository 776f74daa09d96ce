using System.Globalization;
using System.Security.Cryptography;

namespace FineTune.Tokenizers.Tests.Parity;

/// <summary>What becomes of a line, written down as <c>tests/goldens/tokenizers/generate.py</c> writes it, and its hash.</summary>
internal static class ReferenceRecord
{
    public const int BlockLines = 100;

    /// <summary>The blocks, by number, whose hash differs from the reference's.</summary>
    public static IReadOnlyList<int> DifferingBlocks(Tokenizer tokenizer, string[] lines, string hashes)
    {
        var expected = hashes.Split(' ');
        Assert.Equal((lines.Length + BlockLines - 1) / BlockLines, expected.Length);
        return
        [
            .. Enumerable.Range(0, expected.Length).AsParallel()
                .Where(block => HashOf(tokenizer, lines, block) != expected[block]).Order(),
        ];
    }

    private static string HashOf(Tokenizer tokenizer, string[] lines, int block)
    {
        var start = block * BlockLines;
        var records = Enumerable.Range(start, Math.Min(BlockLines, lines.Length - start))
            .Select(i => Of(tokenizer, lines[i], lines[(i + 1) % lines.Length]));
        var hash = SHA256.HashData(TextEncoding.UTF8.GetBytes(string.Join('\x1d', records)));
        return Convert.ToHexStringLower(hash)[..12];
    }

    private static string Of(Tokenizer tokenizer, string line, string following)
    {
        var alone = tokenizer.Encode(line);
        var pair = tokenizer.Encode(line, following);
        var bare = tokenizer.Encode(line, following, addSpecialTokens: false);
        Assert.Equal(alone.Ids, tokenizer.EncodeToIds(line));
        Assert.Equal(pair.Ids, tokenizer.EncodeToIds(line, following));
        return string.Join('\x1e', Columns(alone), Columns(pair), Columns(bare),
            tokenizer.Decode(alone.Ids, skipSpecialTokens: false, cleanUp: false),
            tokenizer.Decode(alone.Ids, skipSpecialTokens: true, cleanUp: false));
    }

    private static string Columns(Encoding encoding) => string.Join(
        ';',
        Numbers(encoding.Ids),
        Numbers(encoding.CodePointOffsets.SelectMany(span => new[] { span.Start, span.End })),
        Numbers(encoding.WordIds),
        Numbers(encoding.TypeIds),
        Numbers(encoding.SpecialTokensMask),
        Numbers(encoding.SequenceIds),
        string.Join('\x1f', encoding.Tokens));

    private static string Numbers(IEnumerable<int> values) =>
        string.Join(',', values.Select(v => v < 0 ? "-" : v.ToString(CultureInfo.InvariantCulture)));
}
