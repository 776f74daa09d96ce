using static TorchSharp.torch;

namespace FineTune.Generation;

/// <summary>Takes out tokens that would complete a run of tokens that occurred before, in the prompt or the text.
/// </summary>
/// <param name="size">Tokens of a run, 1 or more.</param>
public sealed class NoRepeatNgram(int size) : ILogitsProcessor
{
    /// <inheritdoc/>
    public Tensor Process(Tensor logits, TokenHistory history)
    {
        var cells = new List<long>();
        for (var row = 0; row < history.Count; row++)
        {
            var ids = history.Ids(row);
            if (ids.Length < size)
            {
                continue;
            }
            var begun = ids[(ids.Length - size + 1)..];
            for (var i = 0; i + size <= ids.Length; i++)
            {
                if (ids.Slice(i, size - 1).SequenceEqual(begun))
                {
                    cells.Add((row * logits.shape[1]) + ids[i + size - 1]);
                }
            }
        }
        return Removal.Cells(logits, cells);
    }
}
