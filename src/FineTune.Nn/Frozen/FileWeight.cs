using static TorchSharp.torch;

namespace FineTune.Nn;

/// <summary>A weight that stays in its file.</summary>
internal sealed class FileWeight(StoredWeight stored) : IFrozenWeight
{
    public long[] Shape => stored.Shape;

    public ScalarType DType => stored.DType;

    public long Bytes => 0;

    public Tensor Rows(long first, long count) => stored.Read(first, count);

    public Tensor Rows(Tensor ids)
    {
        var wanted = ids.cpu().data<long>().ToArray();
        var rows = empty([wanted.Length, .. Shape[1..]], DType, stored.Device);
        for (var i = 0; i < wanted.Length; i++)
        {
            using var row = rows.narrow(0, i, 1);
            stored.Source.Read(stored.Name, row, wanted[i]);
        }
        return rows;
    }

    public void Dispose()
    {
    }
}
