namespace FineTune.Data;

/// <summary>Makes batches of answers that are good or bad, each by itself.</summary>
public sealed class JudgedCollator
{
    private readonly IReadOnlyList<TokenRow> _rows;
    private readonly IReadOnlyList<bool> _desirable;
    private readonly bool _mismatched;
    private readonly int _maxLength;

    /// <param name="rows">Prompts with answers; the answers are supervised.</param>
    /// <param name="desirable">Whether each answer is good, <c>[rows]</c>.</param>
    /// <param name="mismatched">Whether a batch also holds its prompts with answers to others of them.</param>
    /// <param name="maxLength">Most tokens of a prompt with the answer to another.</param>
    public JudgedCollator(
        IReadOnlyList<TokenRow> rows, IReadOnlyList<bool> desirable, bool mismatched, int maxLength = int.MaxValue) =>
        (_rows, _desirable, _mismatched, _maxLength) = (rows, desirable, mismatched, maxLength);

    /// <summary>Log-probabilities of every answer under the reference, <c>[rows]</c>; null where they are not known.
    /// </summary>
    public IReadOnlyList<float>? ReferenceLogProbs { get; init; }

    /// <summary>Makes a batch of some rows.</summary>
    public HostBatch Collate(ReadOnlySpan<int> items)
    {
        var rows = items.ToArray().OrderByDescending(row => _rows[row].Length).ToArray();
        var batch = Pack(rows, Array.ConvertAll(rows, row => _rows[row]));
        return batch with
        {
            Completions = batch.Completions! with
            {
                Desirable = Array.ConvertAll(rows, row => _desirable[row] ? 1f : 0f),
                ReferenceLogProbs = ReferenceLogProbs is { } known ? Array.ConvertAll(rows, row => known[row]) : null,
                Mismatched = _mismatched && rows.Length > 1 ? Mismatch(rows) : null,
            },
        };
    }

    /// <summary>Each prompt with the answer of the row that comes next in the data's order.</summary>
    private HostBatch Mismatch(int[] rows)
    {
        var order = rows.Order().ToArray();
        return Pack(order, [.. order.Select((row, i) => Joined(_rows[row], _rows[order[(i + 1) % order.Length]]))]);
    }

    private TokenRow Joined(TokenRow prompt, TokenRow answer)
    {
        var (kept, from) = (prompt.Supervised[0].Start, answer.Supervised[0].Start);
        var joined = new TokenRow(
            prompt.Origin,
            [.. prompt.Ids.AsSpan(0, kept), .. answer.Ids.AsSpan(from)],
            [.. answer.Supervised.Select(run => new TokenRun(run.Start - from + kept, run.End - from + kept))]);
        return Truncation.CutPrompt(joined, _maxLength, bos: null);
    }

    private static HostBatch Pack(int[] numbers, TokenRow[] rows)
    {
        var packing = new CompletionPacking(rows.Length);
        for (var i = 0; i < rows.Length; i++)
        {
            packing.Add(i, rows[i]);
        }
        return packing.Finish(numbers);
    }
}
