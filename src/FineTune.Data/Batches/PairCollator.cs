namespace FineTune.Data;

/// <summary>Makes batches of pairs: the chosen answers are the first half of a batch's answers.</summary>
public sealed class PairCollator
{
    private readonly IReadOnlyList<PairRow> _rows;

    /// <param name="rows">The pairs.</param>
    /// <param name="sharedPrompts">Whether the tokens that both rows of a pair start with are there once.</param>
    /// <param name="withPromptTargets">Whether the prompts of chosen answers are supervised too.</param>
    public PairCollator(IReadOnlyList<PairRow> rows, bool sharedPrompts = false, bool withPromptTargets = false) =>
        (_rows, SharedPrompts, WithPromptTargets) = (rows, sharedPrompts, withPromptTargets);

    /// <summary>Whether the tokens that both rows of a pair start with are there once.</summary>
    public bool SharedPrompts { get; }

    /// <summary>Whether the prompts of chosen answers are supervised too.</summary>
    public bool WithPromptTargets { get; }

    /// <summary>Log-probabilities of every pair's chosen and rejected answer under the reference, <c>[pairs]</c>; null where
    /// they are not known.</summary>
    public IReadOnlyList<(float Chosen, float Rejected)>? ReferenceLogProbs { get; init; }

    /// <summary>What tokens count beyond the length that both answers have; null for as much as others.</summary>
    public double? LdAlpha { get; init; }

    /// <summary>Tokens of each pair as it is packed, <c>[pairs]</c>.</summary>
    public int[] Lengths =>
        [.. _rows.Select(row => SharedPrompts ? row.Length : row.Chosen.Length + row.Rejected.Length)];

    /// <summary>Makes a batch of some pairs.</summary>
    public HostBatch Collate(ReadOnlySpan<int> items)
    {
        var rows = items.ToArray().OrderByDescending(row => _rows[row].Chosen.Length).ToArray();
        var packing = new CompletionPacking(2 * rows.Length);
        for (var i = 0; i < rows.Length; i++)
        {
            var pair = _rows[rows[i]];
            var start = packing.Tokens;
            packing.Add(i, pair.Chosen, WithPromptTargets);
            packing.AddBehind(rows.Length + i, pair.Rejected, SharedPrompts ? pair.SharedPrompt : 0, start);
        }
        var batch = packing.Finish(rows);
        return batch with
        {
            Completions = batch.Completions! with
            {
                Weights = LdAlpha is { } alpha ? Weights(batch.Completions!, alpha) : null,
                ReferenceLogProbs = ReferenceLogProbs is { } known
                    ? [.. rows.Select(r => known[r].Chosen), .. rows.Select(r => known[r].Rejected)]
                    : null,
                Margins = rows.Any(r => _rows[r].Margin is not null)
                    ? [.. rows.Select(r => (float)(_rows[r].Margin ?? 0))]
                    : null,
            },
        };
    }

    // arXiv:2409.06411, eq. 10: tokens beyond the shorter answer's length count less.
    private static float[] Weights(HostCompletions completions, double alpha)
    {
        var seen = new int[completions.Count + 1];
        var pairs = completions.Count / 2;
        return Array.ConvertAll(completions.OfTarget, answer =>
        {
            var shorter = answer == completions.Count
                ? float.PositiveInfinity
                : Math.Min(completions.Lengths[answer % pairs], completions.Lengths[(answer % pairs) + pairs]);
            return seen[answer]++ < shorter ? 1 : (float)alpha;
        });
    }
}
