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
        var (first, second) = (Words(text), Words(textPair ?? ""));
        var room = maxLength - (textPair is null ? 2 : 3);
        var (keptFirst, keptSecond) = EncodedText.LongestFirst(first.Length, second.Length, room);
        int[] head = [1, .. first[..keptFirst], 2];
        int[] tail = textPair is null ? [] : [.. second[..keptSecond], 2];
        return new EncodedText(
            [.. head, .. tail], [.. head.Select(_ => 0), .. tail.Select(_ => 1)], first.Length + second.Length > room);
    }

    private static int[] Words(string text) =>
        [.. text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(word => 10 + word.Length)];
}
