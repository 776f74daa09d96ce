using static TorchSharp.torch;

namespace FineTune.Nn;

/// <summary>One pass of a model over a batch, with what an adapter puts in front of its sequences.</summary>
public sealed class InputPass : IDisposable
{
    private readonly IVirtualTokens? _tokens;
    private readonly LeadingRows? _rows;
    private readonly Func<int, (Tensor Keys, Tensor Values)>? _keys;

    internal InputPass(PackedBatch batch, CachePass? cache) => (Batch, Cache) = (batch, cache);

    private InputPass(
        PackedBatch batch, CachePass? cache, LeadingRows rows, IVirtualTokens? tokens,
        Func<int, (Tensor Keys, Tensor Values)>? keys)
        : this(batch, cache) =>
        (_rows, _tokens, _keys) = (rows, tokens, keys);

    /// <summary>The rows that the layers compute: their positions, segments and sequences. Its ids are those of the
    /// batch, without virtual tokens.</summary>
    public PackedBatch Batch { get; }

    /// <summary>The pass through a cache; null for none.</summary>
    public CachePass? Cache { get; }

    /// <summary>Number of keys in front of every sequence that the layers do not compute.</summary>
    public int LeadingKeyCount => _keys is null ? 0 : _rows!.Count;

    /// <summary>The vectors that enter the model, virtual ones included.</summary>
    /// <param name="vectors">Of the batch's tokens, <c>[tokens, hidden]</c>.</param>
    /// <returns><c>[rows, hidden]</c>.</returns>
    public Tensor Joined(Tensor vectors) => _tokens is null ? vectors : _rows!.Join(_tokens.Vectors(), vectors);

    /// <summary>Keys and values that stand before a layer's own; null for none.</summary>
    /// <param name="layer">The layer's number.</param>
    public LeadingKeys? KeysOf(int layer)
    {
        if (_keys is null)
        {
            return null;
        }
        var (keys, values) = _keys(layer);
        return new LeadingKeys(_rows!, keys, values);
    }

    /// <summary>What belongs to the batch's tokens.</summary>
    /// <param name="hidden"><c>[rows, hidden]</c>.</param>
    /// <returns><c>[tokens, hidden]</c>.</returns>
    public Tensor Real(Tensor hidden) => _tokens is null ? hidden : _rows!.Real(hidden);

    /// <summary>What belongs to each sequence's last virtual token; null where there are none.</summary>
    /// <param name="hidden"><c>[rows, hidden]</c>.</param>
    /// <returns><c>[sequences, hidden]</c>.</returns>
    public Tensor? BeforeFirst(Tensor hidden) => _tokens is null ? null : _rows!.Last(hidden);

    /// <summary>Ends the pass: a cache now holds the batch's tokens.</summary>
    public void Commit() => Cache?.Commit();

    /// <inheritdoc/>
    public void Dispose() => Cache?.Dispose();

    internal static InputPass WithTokens(PackedBatch batch, CachePass? cache, LeadingRows rows, IVirtualTokens tokens)
    {
        var positions = rows.Join(arange(rows.Count, int64, batch.PositionIds.device), batch.PositionIds + rows.Count);
        var types = batch.TokenTypeIds is { } segments
            ? rows.Join(zeros(rows.Count, int64, segments.device), segments)
            : null;
        return new InputPass(At(batch, positions, rows.Layout, types), cache, rows, tokens, keys: null);
    }

    internal static InputPass WithKeys(
        PackedBatch batch, CachePass? cache, LeadingRows rows, Func<int, (Tensor Keys, Tensor Values)> keys) =>
        new(Shifted(batch, rows.Count), cache, rows, tokens: null, keys);

    internal static InputPass Behind(PackedBatch batch, CachePass cache, int count) => new(Shifted(batch, count), cache);

    private static PackedBatch Shifted(PackedBatch batch, int count) =>
        At(batch, batch.PositionIds + count, batch.Layout, batch.TokenTypeIds);

    private static PackedBatch At(PackedBatch batch, Tensor positions, SequenceLayout layout, Tensor? types) => new()
    {
        InputIds = batch.InputIds,
        PositionIds = positions,
        TokenTypeIds = types,
        Layout = layout,
    };
}
