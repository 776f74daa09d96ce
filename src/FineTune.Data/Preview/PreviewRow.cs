using FineTune.Tokenizers;

namespace FineTune.Data;

/// <summary>A row as the model will see it.</summary>
/// <param name="Row">The row.</param>
/// <param name="Text">All of it as text, special tokens included.</param>
/// <param name="Tokens">Its tokens.</param>
public sealed record PreviewRow(TokenRow Row, string Text, IReadOnlyList<PreviewToken> Tokens)
{
    /// <summary>Shows a row.</summary>
    public static PreviewRow Of(TokenRow row, Tokenizer tokenizer)
    {
        var isSupervised = new bool[row.Length];
        foreach (var run in row.Supervised)
        {
            isSupervised.AsSpan(run.Start, run.Length).Fill(true);
        }

        return new PreviewRow(row, tokenizer.Decode(row.Ids),
        [
            .. Texts(row.Ids, tokenizer).Select((text, i) =>
                new PreviewToken(row.Ids[i], text, isSupervised[i], tokenizer.IsSpecial(row.Ids[i]))),
        ]);
    }

    /// <summary>What each token adds to the text. Of the tokens of one character the last has it.</summary>
    private static string[] Texts(int[] ids, Tokenizer tokenizer)
    {
        var decoder = tokenizer.NewStreamingDecoder(skipSpecialTokens: false);
        var texts = Array.ConvertAll(ids, decoder.Add);
        texts[^1] += decoder.Finish();
        return texts;
    }
}
