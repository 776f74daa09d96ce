using FineTune.Tokenizers.Tests.Parity;
using Xunit.Abstractions;

namespace FineTune.Tokenizers.Tests;

/// <summary>What must hold for every text; the lines are drawn with a seed that is printed.</summary>
public sealed class PropertyTests(ITestOutputHelper output)
{
    private const int Count = 2_000;
    private const int Seed = 7;

    private static readonly string[] Pool = Corpus.Lines(6_000);

    public static TheoryData<string> ByteLevel => ["byte-level", "byte-level-split"];

    public static TheoryData<string> Everything => [.. ZooEntry.All.Select(entry => entry.Name)];

    [Theory]
    [MemberData(nameof(ByteLevel))]
    public void Decoding_gives_the_text_back_where_every_byte_is_a_token(string name)
    {
        var tokenizer = ZooEntry.Named(name).Open();
        foreach (var line in Draw().Where(line => !line.Contains("<|endoftext|>", StringComparison.Ordinal)))
            Assert.Equal(line, tokenizer.Decode(tokenizer.EncodeToIds(line, addSpecialTokens: false)));
    }

    [Theory]
    [MemberData(nameof(ByteLevel))]
    public void Streaming_hands_out_the_same_text_and_never_half_a_character(string name)
    {
        var tokenizer = ZooEntry.Named(name).Open();
        foreach (var line in Draw().Where(line => !line.Contains('\uFFFD')))
        {
            var ids = tokenizer.EncodeToIds(line, addSpecialTokens: false);
            var stream = tokenizer.NewStreamingDecoder(skipSpecialTokens: false);
            string[] parts = [.. ids.Select(stream.Add), stream.Finish()];

            Assert.All(parts, part => Assert.DoesNotContain('\uFFFD', part));
            Assert.Equal(tokenizer.Decode(ids), string.Concat(parts));
        }
    }

    [Fact]
    public void Offsets_tile_the_text_where_nothing_is_normalised_or_trimmed()
    {
        var tokenizer = ZooEntry.Named("roberta-false-false").Open();
        foreach (var line in Draw())
        {
            var end = 0;
            foreach (var span in tokenizer.Encode(line, addSpecialTokens: false).Offsets)
            {
                // A token of some bytes of a character covers all of it, so neighbours may share one.
                Assert.InRange(span.Start, 0, end);
                Assert.InRange(span.End, end, line.Length);
                end = span.End;
            }
            Assert.Equal(line.Length, end);
        }
    }

    [Theory]
    [MemberData(nameof(Everything))]
    public void The_three_kinds_of_offsets_cut_out_the_same_text(string name)
    {
        var tokenizer = ZooEntry.Named(name).Open();
        foreach (var line in Draw().Take(40))
        {
            var encoding = tokenizer.Encode(line);
            var bytes = TextEncoding.UTF8.GetBytes(line);
            System.Text.Rune[] runes = [.. line.EnumerateRunes()];
            for (var i = 0; i < encoding.Length; i++)
            {
                var (units, inBytes, inRunes) = (encoding.Offsets[i], encoding.ByteOffsets[i], encoding.CodePointOffsets[i]);
                var cut = line[units.Start..units.End];
                Assert.Equal(cut, TextEncoding.UTF8.GetString(bytes[inBytes.Start..inBytes.End]));
                Assert.Equal(cut, string.Concat(runes[inRunes.Start..inRunes.End]));
            }
        }
    }

    [Theory]
    [InlineData("byte-level")]
    [InlineData("bpe-bytes")]
    [InlineData("unigram-always-true")]
    [InlineData("wordpiece-template")]
    [InlineData("added-tokens")]
    public void An_added_token_changes_no_other_id(string name)
    {
        var tokenizer = ZooEntry.Named(name).Open();
        var extended = tokenizer.WithAddedTokens([new AddedToken { Content = "\u1F00new\u1F00" }, new AddedToken { Content = "<new>", Special = true }]);

        Assert.Equal(tokenizer.VocabSize + 2, extended.VocabSize);
        Assert.Equal(tokenizer.VocabSize + 1, extended.TokenToId("<new>"));
        for (var id = 0; id < tokenizer.VocabSize; id++)
            Assert.Equal(tokenizer.IdToToken(id), extended.IdToToken(id));
        foreach (var line in Draw())
            Assert.Equal(tokenizer.EncodeToIds(line), extended.EncodeToIds(line));
        Assert.Contains(extended.TokenToId("<new>")!.Value, extended.EncodeToIds("a <new> b"));
        Assert.DoesNotContain("<new>", extended.Decode(extended.EncodeToIds("a <new> b"), skipSpecialTokens: true));
    }

    [Theory]
    [MemberData(nameof(Everything))]
    public void Every_way_to_encode_gives_the_same_ids(string name)
    {
        var tokenizer = ZooEntry.Named(name).Open();
        var lines = Draw().Take(200).ToArray();
        var batch = tokenizer.EncodeBatch(lines);
        var batchIds = tokenizer.EncodeBatchToIds(lines, maxThreads: 3);
        List<int> appended = [];
        for (var i = 0; i < lines.Length; i++)
        {
            var ids = tokenizer.EncodeToIds(lines[i]);
            appended.Clear();
            tokenizer.AppendIds(lines[i], appended);

            Assert.Equal(ids, batch[i].Ids);
            Assert.Equal(ids, batchIds[i]);
            Assert.Equal(ids.Length, tokenizer.CountTokens(lines[i]));
            Assert.Equal(tokenizer.EncodeToIds(lines[i], addSpecialTokens: false), appended);
        }
    }

    private IEnumerable<string> Draw()
    {
        output.WriteLine($"seed {Seed}");
        var random = new Random(Seed);
        return Enumerable.Range(0, Count).Select(_ => Pool[random.Next(Pool.Length)]);
    }
}
