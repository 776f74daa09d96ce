namespace FineTune.Data.Tests;

/// <summary>A tokenizer of one token a word, in BERT's frame: [CLS] = 1, [SEP] = 2, a word is 10 + its length.</summary>
internal sealed class WordEncoder : ITextEncoder
{
    private int _calls;

    /// <summary>How often a text was encoded.</summary>
    public int Calls => _calls;

    public EncodedText Encode(string text, string? textPair, int maxLength)
    {
        Interlocked.Increment(ref _calls);
        var tokens = new List<(int Id, int Type, int Sequence)> { (1, 0, EncodedText.SpecialToken) };
        Add(text, 0);
        if (textPair is not null)
        {
            Add(textPair, 1);
        }

        return EncodedText.Truncate(
            [.. tokens.Select(token => token.Id)],
            [.. tokens.Select(token => token.Type)],
            tokens.Select(token => token.Sequence).ToArray(),
            maxLength);

        void Add(string words, int sequence)
        {
            tokens.AddRange(words.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(word => (10 + word.Length, sequence, sequence)));
            tokens.Add((2, sequence, EncodedText.SpecialToken));
        }
    }
}
