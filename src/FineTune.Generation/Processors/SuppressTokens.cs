using static TorchSharp.torch;

namespace FineTune.Generation;

/// <summary>Takes tokens out.</summary>
/// <param name="ids">The tokens.</param>
/// <param name="onlyAtBegin">Whether only as the first token of a text.</param>
public sealed class SuppressTokens(IReadOnlyList<int> ids, bool onlyAtBegin = false) : ILogitsProcessor
{
    private readonly long[] _ids = [.. ids.Select(id => (long)id)];

    /// <inheritdoc/>
    public Tensor Process(Tensor logits, TokenHistory history) => onlyAtBegin && history.GeneratedCount > 0
        ? logits
        : logits.index_fill_(1, tensor(_ids, device: logits.device), Removal.Score);
}
