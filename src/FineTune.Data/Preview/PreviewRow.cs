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
            .. row.Ids.Select((id, i) =>
                new PreviewToken(id, Text(row.Ids, i, tokenizer), isSupervised[i], tokenizer.IsSpecial(id))),
        ]);
    }

    /// <summary>What a token adds to the text of the one before it: alone, many would lose a leading space.</summary>
    private static string Text(int[] ids, int token, Tokenizer tokenizer)
    {
        if (token > 0)
        {
            var before = tokenizer.Decode(ids.AsSpan(token - 1, 1));
            var both = tokenizer.Decode(ids.AsSpan(token - 1, 2));
            if (both.StartsWith(before, StringComparison.Ordinal))
            {
                return both[before.Length..];
            }
        }

        return tokenizer.Decode(ids.AsSpan(token, 1));
    }
}
