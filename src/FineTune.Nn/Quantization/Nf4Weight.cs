using static TorchSharp.torch;

namespace FineTune.Nn;

/// <summary>A matrix in NF4: two codes a byte, the first in the upper half, as bitsandbytes packs them.</summary>
internal sealed class Nf4Weight : BlockWeight
{
    private const int BytesOfBlock = BlockCoding.BlockSize / 2;

    private readonly Tensor _packed;    // [blocks * 32] uint8
    private readonly Tensor _pairs;     // [256, 2] float32: both numbers of every byte

    private Nf4Weight(StoredWeight weight, byte[] packed, BlockScales scales)
        : base(weight.Shape, weight.DType, scales)
    {
        var codes = CodeBook.Nf4.Values;
        float[] pairs = [.. Enumerable.Range(0, 256).SelectMany(b => new[] { codes[b >> 4], codes[b & 15] })];
        _packed = tensor(packed, device: weight.Device).DetachFromDisposeScope();
        _pairs = tensor(pairs, device: weight.Device).view(256, 2).DetachFromDisposeScope();
    }

    public override long Bytes => _packed.numel() + Scales.Bytes;

    /// <summary>Quantises a weight.</summary>
    public static Nf4Weight Of(StoredWeight weight, bool doubleQuantization)
    {
        var packed = new byte[BlockCoding.Count(weight.Shape) * BytesOfBlock];
        var scales = new float[BlockCoding.Count(weight.Shape)];
        var codes = new int[BlockCoding.BlockSize];
        BlockCoding.ForEach(weight, (block, numbers) =>
        {
            scales[block] = BlockCoding.Normalize(numbers);
            CodeBook.Nf4.Encode(numbers, codes);
            for (var i = 0; i < BytesOfBlock; i++)
            {
                packed[(block * BytesOfBlock) + i] = (byte)((codes[2 * i] << 4) | codes[(2 * i) + 1]);
            }
        });
        return new Nf4Weight(
            weight,
            packed,
            doubleQuantization ? BlockScales.Quantized(scales, weight.Device) : BlockScales.Plain(scales, weight.Device));
    }

    public override void Dispose()
    {
        base.Dispose();
        _packed.Dispose();
        _pairs.Dispose();
    }

    protected override Tensor Units(long first, long count)
    {
        using var bytes = _packed.narrow(0, first * BytesOfBlock, count * BytesOfBlock);
        using var indices = bytes.to(int32);
        return _pairs.index_select(0, indices).view(count, BlockCoding.BlockSize);
    }
}
