using System.Text.Json.Nodes;
using FineTune.Tokenizers.Tests.Parity;

namespace FineTune.Tokenizers.Tests;

public sealed class TruncationAndPaddingTests
{
    private static readonly Tokenizer Tiny = Tokenizer.Load(Repository.File("models", "tiny-bert-en"));

    [Fact]
    public void What_overflows_comes_in_parts_that_overlap_by_the_stride()
    {
        var whole = Tiny.Encode("a good film with a good story", addSpecialTokens: false).Ids;
        var encoding = Encode("a good film with a good story", null, new() { MaxLength = 5, Stride = 1 });

        int[][] parts = [encoding.Ids, .. encoding.Overflowing.Select(part => part.Ids)];
        Assert.All(parts, part => Assert.InRange(part.Length, 3, 5));
        Assert.All(parts, part => Assert.Equal(Tiny.ClsTokenId, part[0]));
        int[] joined = [.. parts[0][1..^1], .. parts.Skip(1).SelectMany(part => part[2..^1])];
        Assert.Equal(whole, joined);
    }

    [Fact]
    public void The_left_side_can_be_cut_instead()
    {
        var encoding = Encode("a good film", null, new() { MaxLength = 4, Direction = Side.Left });

        Assert.Equal(["[CLS]", "good", "film", "[SEP]"], encoding.Tokens);
        Assert.Equal(new TextSpan(2, 6), encoding.Offsets[1]);
    }

    [Fact]
    public void Only_the_text_that_was_asked_for_is_cut()
    {
        var settings = new TruncationSettings { MaxLength = 6, Strategy = TruncationStrategy.OnlySecond };

        Assert.Equal(["[CLS]", "good", "[SEP]", "a", "film", "[SEP]"], Encode("good", "a film with a story", settings).Tokens);
        var error = Assert.Throws<TokenizerException>(() => Encode("a good film with a story", "good", settings));
        Assert.Contains("OnlySecond", error.Message);
    }

    [Fact]
    public void A_stride_as_long_as_a_part_is_refused() =>
        Assert.Throws<TokenizerException>(() => Encode("a good film", null, new() { MaxLength = 4, Stride = 2 }));

    [Fact]
    public void A_batch_is_filled_up_to_its_longest_rounded_up()
    {
        var padding = new PaddingSettings { PadToMultipleOf = 4, Direction = Side.Left, PadId = Tiny.PadTokenId!.Value };
        var batch = Tiny.EncodeBatch(["good", "a good film"], new EncodeOptions { Padding = padding });

        Assert.All(batch, encoding => Assert.Equal(8, encoding.Length));
        Assert.Equal([0, 0, 0, 0, 0, 1, 1, 1], batch[0].AttentionMask);
        Assert.Equal([1, 1, 1, 1, 1, 1, 0, 1], batch[0].SpecialTokensMask);
        Assert.Equal(["[PAD]", "[CLS]"], batch[0].Tokens[4..6]);
    }

    [Fact]
    public void The_settings_of_a_file_are_read_but_only_applied_when_asked()
    {
        var file = JsonNode.Parse(ZooEntry.Named("byte-level").Json)!;
        file["truncation"] = JsonNode.Parse("""{"direction": "Left", "max_length": 3, "strategy": "OnlyFirst", "stride": 1}""");
        file["padding"] = JsonNode.Parse("""
            {
              "strategy": {"Fixed": 9}, "direction": "Right", "pad_to_multiple_of": null,
              "pad_id": 0, "pad_type_id": 1, "pad_token": "<|endoftext|>"
            }
            """);
        var tokenizer = ZooEntry.Open(file.ToJsonString());

        Assert.Equal(new TruncationSettings { MaxLength = 3, Strategy = TruncationStrategy.OnlyFirst, Stride = 1, Direction = Side.Left }, tokenizer.Truncation);
        Assert.Equal(9, tokenizer.Padding!.Length);
        Assert.True(tokenizer.Encode("The quick brown fox").Length > 3);
        var cut = tokenizer.Encode("The quick brown fox", null, new EncodeOptions { Truncation = tokenizer.Truncation, Padding = tokenizer.Padding });
        Assert.Equal(9, cut.Length);
        Assert.Equal(3, cut.AttentionMask.Sum());
    }

    private static Encoding Encode(string text, string? pair, TruncationSettings truncation) =>
        Tiny.Encode(text, pair, new EncodeOptions { Truncation = truncation });
}
