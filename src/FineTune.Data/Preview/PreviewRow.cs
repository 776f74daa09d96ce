using FineTune.Tokenizers;

namespace FineTune.Data;

/// <summary>A row as the model will see it.</summary>
/// <param name="Row">The row.</param>
/// <param name="Text">All of it as text, special tokens included.</param>
/// <param name="Tokens">Its tokens.</param>
public sealed record PreviewRow(TokenRow Row, string Text, IReadOnlyList<PreviewToken> Tokens)
{
    // Of a character in UTF-8.
    private const int MostBytes = 4;

    /// <summary>Shows a row.</summary>
    public static PreviewRow Of(TokenRow row, Tokenizer tokenizer)
    {
        var isSupervised = new bool[row.Length];
        foreach (var run in row.Supervised)
        {
            isSupervised.AsSpan(run.Start, run.Length).Fill(true);
        }

        var texts = Texts(row.Ids, tokenizer);
        return new PreviewRow(row, tokenizer.Decode(row.Ids),
        [
            .. row.Ids.Select((id, i) =>
                new PreviewToken(id, texts[i], isSupervised[i], tokenizer.IsSpecial(id))),
        ]);
    }

    /// <summary>
    /// What each token adds to the text of those before it: alone, many would lose a leading space. Of the tokens of
    /// one character the last has it.
    /// </summary>
    private static string[] Texts(int[] ids, Tokenizer tokenizer)
    {
        var texts = new string[ids.Length];
        var (context, open) = (0, 0);
        for (var i = 0; i < ids.Length; i++)
        {
            var before = tokenizer.Decode(ids.AsSpan(context..open));
            var both = tokenizer.Decode(ids.AsSpan(context..(i + 1)));
            texts[i] = "";
            if (both.EndsWith('\uFFFD') && i + 1 < ids.Length && i - open < MostBytes)
            {
                continue;
            }

            texts[i] = both.StartsWith(before, StringComparison.Ordinal)
                ? both[before.Length..]
                : tokenizer.Decode(ids.AsSpan(open..(i + 1)));
            (context, open) = (open, i + 1);
        }

        return texts;
    }
}
