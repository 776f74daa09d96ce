namespace FineTune.Data;

/// <summary>Cuts rows to a number of tokens.</summary>
internal static class Truncation
{
    // What the end of a prompt keeps of the room where the answer alone would fill it.
    private const int PromptShare = 4;

    /// <summary>
    /// Drops what follows the last answer, then the head of what comes before it; a leading BOS stays. An answer that
    /// alone is too long loses its end, and leaves a quarter of the room to the end of its prompt.
    /// </summary>
    /// <param name="row">A row.</param>
    /// <param name="maxLength">The most tokens.</param>
    /// <param name="bos">The token that begins texts, if there is one.</param>
    public static TokenRow CutPrompt(TokenRow row, int maxLength, int? bos)
    {
        if (row.Length <= maxLength || row.Supervised.Count == 0)
        {
            return CutEnd(row, maxLength);
        }

        var answer = row.Supervised[^1];
        var head = answer.Start > 0 && row.Ids[0] == bos ? 1 : 0;
        if (answer.End <= maxLength)
        {
            return Window(row, 0, 0, answer.End, RowCuts.Prompt);
        }

        if (answer.Length < maxLength)
        {
            return Window(row, head, answer.End - (maxLength - head), answer.End, RowCuts.Prompt);
        }

        var context = Math.Min(answer.Start, maxLength / PromptShare);
        var cuts = context < answer.Start ? RowCuts.Prompt | RowCuts.Answer : RowCuts.Answer;
        return Window(row, head, answer.Start - context + head, answer.Start - context + maxLength, cuts);
    }

    /// <summary>Drops what is beyond the room.</summary>
    public static TokenRow CutEnd(TokenRow row, int maxLength)
    {
        if (row.Length <= maxLength)
        {
            return row;
        }

        var losesAnswer = row.Supervised.Count > 0 && row.Supervised[^1].End > maxLength;
        return Window(row, 0, 0, maxLength, losesAnswer ? RowCuts.Answer : RowCuts.Prompt);
    }

    /// <summary>
    /// The first tokens of a row and a later stretch of it. Of an answer without its start nothing is learned.
    /// </summary>
    private static TokenRow Window(TokenRow row, int head, int start, int end, RowCuts cuts)
    {
        var shift = start - head;
        return row with
        {
            Ids = [.. row.Ids.AsSpan(0, head), .. row.Ids.AsSpan(start, end - start)],
            Supervised =
            [
                .. from run in row.Supervised
                   where run.Start >= start && run.Start < end
                   select new TokenRun(run.Start - shift, Math.Min(run.End, end) - shift),
            ],
            Cuts = cuts,
        };
    }
}
