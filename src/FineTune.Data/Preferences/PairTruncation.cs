namespace FineTune.Data;

/// <summary>Cuts pairs to a number of tokens: both rows keep the same prompt.</summary>
internal static class PairTruncation
{
    // What the end of a prompt keeps of the room where the answer alone would fill it.
    private const int PromptShare = 4;

    /// <summary>A pair of which no row is too long; null for one that is left out.</summary>
    /// <exception cref="DataException">The pair is too long, and the config refuses such pairs.</exception>
    public static PairRow? Fit(PairRow pair, DatasetConfig config, int? bos)
    {
        var longest = pair.Chosen.Length > pair.Rejected.Length ? pair.Chosen : pair.Rejected;
        if (longest.Length <= config.MaxLength)
        {
            return pair;
        }
        return config.Overlength switch
        {
            Overlength.TruncatePrompt => CutPrompt(pair, config.MaxLength, bos),
            Overlength.TruncateResponse => pair.Of(row => Truncation.CutEnd(row, config.MaxLength)),
            Overlength.Drop => null,
            _ => throw DataException.TooLong(
                longest.Origin, longest.Length, Math.Min(pair.SharedPrompt, longest.Length), config.MaxLength),
        };
    }

    private static PairRow CutPrompt(PairRow pair, int maxLength, int? bos)
    {
        var prompt = pair.SharedPrompt;
        var answers = Math.Max(pair.Chosen.Length, pair.Rejected.Length) - prompt;
        var kept = Math.Min(prompt, Math.Max(maxLength - answers, maxLength / PromptShare));
        var head = kept > 0 && prompt > 0 && pair.Chosen.Ids[0] == bos ? 1 : 0;
        return pair.Of(row => Cut(row, head, prompt - kept, maxLength));
    }

    /// <param name="row">A row.</param>
    /// <param name="head">How many of its first tokens stay.</param>
    /// <param name="dropped">How many tokens in front of the prompt's end go.</param>
    /// <param name="maxLength">The most tokens.</param>
    private static TokenRow Cut(TokenRow row, int head, int dropped, int maxLength)
    {
        var start = dropped == 0 ? 0 : dropped + head;
        head = dropped == 0 ? 0 : head;
        var shift = start - head;
        var end = Math.Min(row.Length, maxLength + shift);
        return row with
        {
            Ids = [.. row.Ids.AsSpan(0, head), .. row.Ids.AsSpan(start, end - start)],
            Supervised =
            [
                .. from run in row.Supervised
                   where run.Start < end
                   select new TokenRun(run.Start - shift, Math.Min(run.End, end) - shift),
            ],
            Cuts = (dropped > 0 ? RowCuts.Prompt : RowCuts.None) | (end < row.Length ? RowCuts.Answer : RowCuts.None),
        };
    }
}
