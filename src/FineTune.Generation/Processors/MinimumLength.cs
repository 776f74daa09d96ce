using static TorchSharp.torch;

namespace FineTune.Generation;

/// <summary>Takes out the end tokens of rows that are too short to end.</summary>
/// <param name="minLength">Least tokens of prompt and text together.</param>
/// <param name="minNewTokens">Least tokens of the text.</param>
/// <param name="eosTokenIds">The end tokens.</param>
public sealed class MinimumLength(int minLength, int minNewTokens, IReadOnlyList<int> eosTokenIds) : ILogitsProcessor
{
    /// <inheritdoc/>
    public Tensor Process(Tensor logits, TokenHistory history)
    {
        var cells = new List<long>();
        for (var row = 0; row < history.Count; row++)
        {
            if (history.GeneratedCount < minNewTokens || history.Ids(row).Length < minLength)
            {
                foreach (var id in eosTokenIds)
                {
                    cells.Add((row * logits.shape[1]) + id);
                }
            }
        }
        return Removal.Cells(logits, cells);
    }
}
