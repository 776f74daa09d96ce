using static TorchSharp.torch;

namespace FineTune.Generation;

/// <summary>Takes out tokens that would complete a forbidden run. A run that is an end token alone is not forbidden, as
/// in transformers: use <see cref="MinimumLength"/> for that.</summary>
/// <param name="runs">The runs, each at least one token.</param>
/// <param name="eosTokenIds">The end tokens.</param>
public sealed class NoBadWords(
    IReadOnlyList<IReadOnlyList<int>> runs, IReadOnlyList<int> eosTokenIds) : ILogitsProcessor
{
    private readonly int[][] _runs =
        [.. runs.Where(r => r.Count > 1 || !eosTokenIds.Contains(r[0])).Select(r => r.ToArray())];

    /// <inheritdoc/>
    public Tensor Process(Tensor logits, TokenHistory history)
    {
        var cells = new List<long>();
        for (var row = 0; row < history.Count; row++)
        {
            foreach (var run in _runs)
            {
                if (history.Ids(row).EndsWith(run.AsSpan(..^1)))
                {
                    cells.Add((row * logits.shape[1]) + run[^1]);
                }
            }
        }
        return Removal.Cells(logits, cells);
    }
}
