using FineTune.Data;
using FineTune.Testing;
using static TorchSharp.torch;

namespace FineTune.Recipes.Tests.Goldens;

/// <summary>Turns the reference's padded rows into packed batches. Rows keep their order, whatever their length.</summary>
internal static class PaddedRows
{
    /// <summary>Packs the rows of <c>input_ids</c>, <c>attention_mask</c>, <c>token_type_ids</c> and <c>labels</c>.</summary>
    /// <param name="tensors">The case's file.</param>
    /// <param name="prefix">Before each name, e.g. <c>traj/batch0/</c>.</param>
    /// <param name="rows">Which rows; all if null.</param>
    public static HostBatch Pack(TensorFixture tensors, string prefix = "", int[]? rows = null)
    {
        var ids = Rows(tensors[$"{prefix}input_ids"]);
        var mask = Rows(tensors[$"{prefix}attention_mask"]);
        var types = tensors.Has($"{prefix}token_type_ids") ? Rows(tensors[$"{prefix}token_type_ids"]) : null;
        rows ??= [.. Enumerable.Range(0, ids.Length)];
        var lengths = rows.Select(r => (int)mask[r].Sum()).ToArray();
        var offsets = new int[rows.Length + 1];
        for (var i = 0; i < rows.Length; i++)
        {
            offsets[i + 1] = offsets[i] + lengths[i];
        }
        var labels = tensors[$"{prefix}labels"];
        return new HostBatch
        {
            InputIds = [.. rows.SelectMany((r, i) => ids[r].Take(lengths[i]))],
            PositionIds = [.. lengths.SelectMany(n => Enumerable.Range(0, n).Select(p => (long)p))],
            TokenTypeIds = types is null ? new long[offsets[^1]] : [.. rows.SelectMany((r, i) => types[r].Take(lengths[i]))],
            Offsets = offsets,
            Labels = labels.dtype == ScalarType.Int64 ? Picked(labels.data<long>().ToArray(), rows) : null,
            Targets = labels.dtype == ScalarType.Float32 ? Picked(labels.data<float>().ToArray(), rows) : null,
            Rows = rows,
        };
    }

    /// <summary>The rows of a padded result at the real tokens.</summary>
    /// <param name="padded"><c>[rows, length, hidden]</c>.</param>
    /// <param name="mask"><c>[rows, length]</c>, 1 for a real token.</param>
    /// <returns><c>[tokens, hidden]</c>.</returns>
    public static Tensor AtRealTokens(Tensor padded, Tensor mask) =>
        padded.view(-1, padded.shape[^1]).index_select(0, mask.view(-1).nonzero().view(-1));

    private static long[][] Rows(Tensor tensor)
    {
        var flat = tensor.data<long>().ToArray();
        return [.. flat.Chunk((int)tensor.shape[1])];
    }

    private static T[] Picked<T>(T[] labels, int[] rows) => [.. rows.Select(r => labels[r])];
}
