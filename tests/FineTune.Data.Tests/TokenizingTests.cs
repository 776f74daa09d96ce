using FineTune.Tokenizers;

namespace FineTune.Data.Tests;

public sealed class TokenizingTests
{
    private static readonly TokenizerEncoder Bert = LoadBert();

    // Measured on tokenizers 0.23.1, truncation longest_first, three special tokens.
    [Theory]
    [InlineData(4, 4, 10, 3, 4)]
    [InlineData(5, 3, 8, 3, 2)]
    [InlineData(7, 9, 10, 3, 4)]
    [InlineData(9, 7, 10, 4, 3)]
    [InlineData(9, 7, 9, 3, 3)]
    [InlineData(2, 9, 10, 2, 5)]
    [InlineData(9, 2, 10, 5, 2)]
    [InlineData(0, 9, 6, 0, 3)]
    [InlineData(9, 0, 6, 3, 0)]
    [InlineData(6, 6, 3, 0, 0)]
    [InlineData(6, 6, 4, 0, 1)]
    [InlineData(3, 4, 10, 3, 4)]
    [InlineData(7, 6, 6, 1, 2)]
    [InlineData(6, 5, 6, 2, 1)]
    public void Pairs_are_cut_longest_first_as_the_reference_cuts_them(int first, int second, int maxLength, int keptFirst, int keptSecond)
    {
        var encoded = Bert.Encode(Words(first, "a"), Words(second, "b"), maxLength);
        Assert.Equal([2, .. Enumerable.Repeat(4, keptFirst), 3, .. Enumerable.Repeat(5, keptSecond), 3], encoded.Ids);
        Assert.Equal([.. Enumerable.Repeat(0, keptFirst + 2), .. Enumerable.Repeat(1, keptSecond + 1)], encoded.TypeIds);
        Assert.Equal(first + second + 3 > maxLength, encoded.Truncated);
    }

    [Fact]
    public void A_single_text_keeps_its_start_and_its_special_tokens()
    {
        var encoded = Bert.Encode("a b a b", textPair: null, 4);
        Assert.Equal([2, 4, 5, 3], encoded.Ids);
        Assert.Equal([0, 0, 0, 0], encoded.TypeIds);
        Assert.True(encoded.Truncated);
        Assert.False(Bert.Encode("a b", textPair: null, 4).Truncated);
    }

    [Fact]
    public void Room_for_less_than_the_special_tokens_is_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Bert.Encode("a", "b", 2));

    [Fact]
    public void Rows_are_encoded_when_asked_for_and_only_once()
    {
        var encoder = new WordEncoder();
        var dataset = new TokenizedDataset([Rows.Example("one two three"), Rows.Example("one"), Rows.Example("x", line: 9)], encoder, 4);
        Assert.Equal((3, 0, 0), (dataset.Count, encoder.Calls, dataset.TruncatedRows));
        Assert.Same(dataset[0], dataset[0]);
        Assert.Equal((1, 1), (encoder.Calls, dataset.TruncatedRows));
        dataset.EncodeAll();
        Assert.Equal((3, 1), (encoder.Calls, dataset.TruncatedRows));
        Assert.Equal(new RowOrigin("made.csv", 9), dataset.Origin(2));
    }

    [Fact]
    public void Many_threads_see_one_result_and_count_each_cut_once()
    {
        var examples = Enumerable.Range(0, 500).Select(i => Rows.Example(Words(i % 20, "w"))).ToArray();
        var dataset = new TokenizedDataset(examples, new WordEncoder(), 12);
        var seen = new EncodedText[4, examples.Length];
        Parallel.For(0, 4, thread =>
        {
            for (var row = 0; row < examples.Length; row++)
            {
                seen[thread, row] = dataset[row];
            }
        });
        for (var row = 0; row < examples.Length; row++)
        {
            for (var thread = 1; thread < 4; thread++)
            {
                Assert.Same(seen[0, row], seen[thread, row]);
            }
        }

        Assert.Equal(examples.Count(example => example.Text.Split(' ').Length > 10), dataset.TruncatedRows);
    }

    [Fact]
    public void A_row_without_a_token_is_named()
    {
        var dataset = new TokenizedDataset([Rows.Example("", line: 2), Rows.Example("", line: 3)], new EmptyEncoder(), 8);
        Assert.Contains("made.csv:2: the text gives no tokens", Assert.Throws<DataException>(() => dataset[0]).Message);
        Assert.Contains("the text gives no tokens", Assert.Throws<DataException>(() => dataset.EncodeAll()).Message);
    }

    [Fact]
    public void Encoding_all_can_be_cancelled() =>
        Assert.Throws<OperationCanceledException>(() => Rows.Tokenized(1, 2, 3).EncodeAll(new CancellationToken(canceled: true)));

    /// <summary>BERT's pipeline with a vocabulary of two words.</summary>
    private static TokenizerEncoder LoadBert()
    {
        using var folder = new TempFolder();
        folder.Write("vocab.txt", "[PAD]\n[UNK]\n[CLS]\n[SEP]\na\nb\n[MASK]\n");
        folder.Write("tokenizer_config.json", """{"tokenizer_class": "BertTokenizer"}""");
        return new TokenizerEncoder(Tokenizer.Load(folder.Path));
    }

    private static string Words(int count, string word) => string.Join(' ', Enumerable.Repeat(word, count));

    private sealed class EmptyEncoder : ITextEncoder
    {
        public EncodedText Encode(string text, string? textPair, int maxLength) => new([], [], Truncated: false);
    }
}
