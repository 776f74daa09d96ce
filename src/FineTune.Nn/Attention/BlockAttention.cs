using static TorchSharp.torch;

namespace FineTune.Nn;

/// <summary>Causal attention a block of queries at a time, with a gradient of its own. Each block computes the keys it
/// sees and no others; nothing of size queries times keys outlives a block, for the backward pass computes it again
/// (arXiv:2205.14135). Half the arithmetic of the plain formula, and none of its memory.</summary>
internal sealed class BlockAttention : autograd.SingleTensorFunction<BlockAttention>
{
    private const string Shape = "shape";

    // Tokens of a sequence.
    private const long WorthAlone = 128;

    public override string Name => nameof(BlockAttention);

    /// <summary>Attends from each query to the keys up to its own place.</summary>
    /// <param name="query"><c>[sequences, heads, length, head_dim]</c>.</param>
    /// <param name="key"><c>[sequences, kv_heads, length, head_dim]</c>.</param>
    /// <param name="value"><c>[sequences, kv_heads, length, head_dim]</c>.</param>
    /// <param name="shape">What kind of attention.</param>
    /// <returns><c>[sequences, heads, length, head_dim]</c>.</returns>
    public static Tensor Attend(Tensor query, Tensor key, Tensor value, AttentionShape shape)
    {
        if (!is_grad_enabled() || !(query.requires_grad || key.requires_grad || value.requires_grad))
        {
            return Forward(query, key, value, shape);
        }
        var context = apply(query, key, value, shape);
        Remaking.Note(context, [query, key, value], from => Forward(from[0], from[1], from[2], shape));
        return context;
    }

    public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
    {
        var (query, key, value) = ((Tensor)vars[0], (Tensor)vars[1], (Tensor)vars[2]);
        ctx.save_for_backward([query, key, value]);
        ctx.save_data(Shape, vars[3]);
        return Forward(query, key, value, (AttentionShape)vars[3]);
    }

    public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output)
    {
        var shape = (AttentionShape)ctx.get_data(Shape)!;
        var saved = ctx.get_saved_variables();
        Tensor[] gradients = [.. saved.Select(s => empty_like(s))];
        foreach (var (first, count) in Parts(saved[0]))
        {
            using var scope = NewDisposeScope();
            Tensor Part(Tensor whole) => whole.narrow(0, first, count);
            BackwardPart(
                [.. saved.Select(Part)], Part(grad_output), [.. gradients.Select(Part)], shape);
        }
        return [.. gradients, null!];
    }

    private static void BackwardPart(Tensor[] inputs, Tensor gradient, Tensor[] results, AttentionShape shape)
    {
        var blocks = new AttentionBlocks(inputs[0], inputs[1], shape);
        var values = AttentionBlocks.Flat(inputs[2]);                                   // [batches, length, head_dim]
        var gradients = blocks.Grouped(gradient);
        var forQuery = blocks.Grouped(results[0]);
        var forKey = zeros_like(blocks.Keys);
        var forValue = zeros_like(values);
        foreach (var block in blocks.All)
        {
            using var scope = NewDisposeScope();
            var rows = blocks.RowsOf(gradients, block);                        // [batches, rows, head_dim]
            var queries = blocks.ScaledQueries(block);
            var weights = blocks.Weights(queries, block, out var slope);       // [batches, rows, keys]
            forValue.narrow(1, block.FirstKey, block.Keys).add_(weights.transpose(1, 2).bmm(rows));
            var forScores = rows.bmm(values.narrow(1, block.FirstKey, block.Keys).transpose(1, 2));
            AttentionBlocks.ThroughSoftmax(forScores, weights);
            if (slope is not null)
            {
                forScores.mul_(slope);
            }
            forKey.narrow(1, block.FirstKey, block.Keys).add_(forScores.transpose(1, 2).bmm(queries));
            blocks.Write(
                forQuery,
                block,
                forScores.bmm(blocks.Keys.narrow(1, block.FirstKey, block.Keys)).mul_(shape.ScaleOrDefault));
        }
        results[1].copy_(forKey.view(inputs[1].shape));
        results[2].copy_(forValue.view(inputs[2].shape));
    }

    private static Tensor Forward(Tensor query, Tensor key, Tensor value, AttentionShape shape)
    {
        using var guard = no_grad();
        var context = empty_like(query);
        foreach (var (first, count) in Parts(query))
        {
            using var scope = NewDisposeScope();
            ForwardPart(
                query.narrow(0, first, count),
                key.narrow(0, first, count),
                value.narrow(0, first, count),
                context.narrow(0, first, count),
                shape);
        }
        return context;
    }

    private static void ForwardPart(Tensor query, Tensor key, Tensor value, Tensor context, AttentionShape shape)
    {
        var blocks = new AttentionBlocks(query, key, shape);
        var values = AttentionBlocks.Flat(value);
        var grouped = blocks.Grouped(context);
        foreach (var block in blocks.All)
        {
            using var scope = NewDisposeScope();
            var weights = blocks.Weights(blocks.ScaledQueries(block), block, out _);
            blocks.Write(grouped, block, weights.bmm(values.narrow(1, block.FirstKey, block.Keys)));
        }
    }

    /// <summary>Sequences that are worked on together. One alone is read where it lies, without a copy in an order of its
    /// own, and its scores fit into the cache; short ones are too little work for calls of their own.</summary>
    private static IEnumerable<(long First, long Count)> Parts(Tensor query)
    {
        var (sequences, length) = (query.shape[0], query.shape[2]);
        return length < WorthAlone
            ? [(0L, sequences)]
            : Enumerable.Range(0, (int)sequences).Select(i => ((long)i, 1L));
    }
}
