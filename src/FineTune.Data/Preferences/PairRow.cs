namespace FineTune.Data;

/// <summary>A prompt with two answers, as tokens.</summary>
/// <param name="Chosen">The prompt with the better answer; the answer is supervised.</param>
/// <param name="Rejected">The prompt with the other answer.</param>
public sealed record PairRow(TokenRow Chosen, TokenRow Rejected)
{
    /// <summary>By how much the chosen answer should win; null where the row does not say.</summary>
    public double? Margin { get; init; }

    /// <summary>Tokens at the start that both have and neither learns.</summary>
    public int SharedPrompt { get; } = Shared(Chosen, Rejected);

    /// <summary>Tokens of both, the shared ones once.</summary>
    public int Length => Chosen.Length + Rejected.Length - SharedPrompt;

    /// <summary>Whether a row of the pair lost something.</summary>
    internal bool Has(RowCuts cut) => Chosen.Cuts.HasFlag(cut) || Rejected.Cuts.HasFlag(cut);

    /// <summary>The pair with both rows changed.</summary>
    internal PairRow Of(Func<TokenRow, TokenRow> change) => new(change(Chosen), change(Rejected)) { Margin = Margin };

    private static int Shared(TokenRow chosen, TokenRow rejected)
    {
        var room = Math.Min(PromptOf(chosen), PromptOf(rejected));
        var common = chosen.Ids.AsSpan().CommonPrefixLength(rejected.Ids);
        return Math.Min(common, room);
    }

    private static int PromptOf(TokenRow row) => row.Supervised.Count == 0 ? row.Length : row.Supervised[0].Start;
}
