using static TorchSharp.torch;

namespace FineTune.Nn;

/// <summary>Queries and keys of causal attention, cut into blocks of queries. The query heads that share a key head are
/// rows of one product, so that no key is repeated.</summary>
internal sealed class AttentionBlocks
{
    private const int Size = 128;

    private readonly AttentionShape _shape;
    private Tensor? _later;

    /// <summary>Cuts.</summary>
    /// <param name="query"><c>[sequences, heads, length, head_dim]</c>.</param>
    /// <param name="key"><c>[sequences, kv_heads, length, head_dim]</c>.</param>
    /// <param name="shape">What kind of attention.</param>
    public AttentionBlocks(Tensor query, Tensor key, AttentionShape shape)
    {
        _shape = shape;
        Queries = Grouped(query);
        Keys = Flat(key);
        var length = (int)key.shape[2];
        All = [.. Enumerable.Range(0, (length + Size - 1) / Size).Select(i => BlockAt(i * Size, length))];
    }

    /// <summary><c>[sequences, kv_heads, heads of each, length, head_dim]</c>.</summary>
    public Tensor Queries { get; }

    /// <summary><c>[batches, length, head_dim]</c>, a batch for each sequence and key head.</summary>
    public Tensor Keys { get; }

    /// <summary>The blocks, first queries first.</summary>
    public IReadOnlyList<AttentionBlock> All { get; }

    /// <summary>Query heads in groups that share a key head.</summary>
    public Tensor Grouped(Tensor perHead) => perHead.unflatten(1, _shape.KeyValueHeads, _shape.HeadsPerKey);

    /// <summary>Sequences and key heads as one dimension.</summary>
    public static Tensor Flat(Tensor perKeyHead) => perKeyHead.reshape(-1, perKeyHead.shape[2], perKeyHead.shape[3]);

    /// <summary>A block's rows of a grouped tensor: <c>[batches, rows, head_dim]</c>.</summary>
    public Tensor RowsOf(Tensor grouped, AttentionBlock block) =>
        grouped.narrow(3, block.First, block.Count).reshape(Keys.shape[0], -1, _shape.HeadDim);

    /// <summary>A block's queries, times the factor of the scores.</summary>
    public Tensor ScaledQueries(AttentionBlock block) => RowsOf(Queries, block) * _shape.ScaleOrDefault;

    /// <summary>Puts a block's rows in their place of a grouped tensor.</summary>
    public void Write(Tensor grouped, AttentionBlock block, Tensor rows) =>
        grouped.narrow(3, block.First, block.Count)
            .copy_(rows.view(grouped.shape[0], grouped.shape[1], grouped.shape[2], block.Count, _shape.HeadDim));

    /// <summary>Attention weights of a block.</summary>
    /// <param name="queries">The block's scaled queries.</param>
    /// <param name="block">The block.</param>
    /// <param name="slope">The derivative of the soft cap at each score; null without one.</param>
    /// <returns><c>[batches, rows, keys]</c>.</returns>
    public Tensor Weights(Tensor queries, AttentionBlock block, out Tensor? slope)
    {
        var scores = queries.bmm(Keys.narrow(1, block.FirstKey, block.Keys).transpose(1, 2));
        slope = null;
        if (_shape is { SoftCap: null, AlibiSlopes: null } && !(_shape.Window < block.Keys) && CpuRows.Takes(scores))
        {
            var keys = block.Keys;
            CpuRows.Run(scores.shape[0] * scores.shape[1], keys, (first, count) => SoftmaxLoop.Causal(
                CpuRows.Floats(scores).Slice(first * keys, count * keys),
                keys,
                first,
                block.Count,
                block.First - block.FirstKey + 1));
            return scores;
        }
        if (_shape.SoftCap is { } cap)
        {
            scores.div_(cap).tanh_();
            slope = 1 - scores.square();
            scores.mul_(cap);
        }
        Hide(scores.unflatten(1, _shape.HeadsPerKey, block.Count), block);
        return scores.softmax(-1);
    }

    /// <summary>Turns the gradient of weights into that of scores, in place.</summary>
    /// <param name="gradients"><c>[batches, rows, keys]</c>.</param>
    /// <param name="weights"><c>[batches, rows, keys]</c>.</param>
    public static void ThroughSoftmax(Tensor gradients, Tensor weights)
    {
        if (!CpuRows.Takes(gradients) || !CpuRows.Takes(weights))
        {
            gradients.sub_((gradients * weights).sum([-1], keepdim: true)).mul_(weights);
            return;
        }
        var keys = (int)weights.shape[2];
        CpuRows.Run(weights.numel() / keys, keys, (first, count) => SoftmaxLoop.Backward(
            CpuRows.Floats(gradients).Slice(first * keys, count * keys),
            CpuRows.Floats(weights).Slice(first * keys, count * keys),
            keys));
    }

    /// <param name="scores"><c>[batches, heads of each, queries, keys]</c>.</param>
    /// <param name="block">The block.</param>
    private void Hide(Tensor scores, AttentionBlock block)
    {
        if (_shape.AlibiSlopes is { } slopes)
        {
            var bias = AttentionMasks.Alibi(slopes, block.First + block.Count, scores.dtype, scores.device)
                .narrow(2, block.FirstKey, block.Keys)
                .mul_(_shape.ScaleOrDefault)
                .unflatten(0, _shape.KeyValueHeads, _shape.HeadsPerKey);       // [kv_heads, heads of each, 1, keys]
            scores.unflatten(0, -1, _shape.KeyValueHeads).add_(bias);
        }
        if (_shape.Window is { } window && window < block.Keys)
        {
            var query = arange(block.First, block.First + block.Count, int64, scores.device).unsqueeze(1);
            var key = arange(block.FirstKey, block.First + block.Count, int64, scores.device);
            scores.masked_fill_(AttentionMasks.Unseen(query - key, window), double.NegativeInfinity);
            return;
        }
        var widest = All.Max(b => b.Count);
        _later ??= full([widest, widest], double.NegativeInfinity, scores.dtype, scores.device).triu_(1)
            .MoveToOuterDisposeScope();
        // Only the last keys, which are the block's own, can lie behind a query.
        scores.narrow(3, block.First - block.FirstKey, block.Count)
            .add_(_later.narrow(0, 0, block.Count).narrow(1, 0, block.Count));
    }

    private AttentionBlock BlockAt(int first, int length) => new(
        first,
        Math.Min(Size, length - first),
        _shape.Window is { } window ? Math.Max(0, first - window + 1) : 0);
}
