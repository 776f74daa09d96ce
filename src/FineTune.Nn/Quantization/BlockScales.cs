using static TorchSharp.torch;

namespace FineTune.Nn;

/// <summary>The scales of a weight's blocks: as they are, or quantised themselves.</summary>
internal sealed class BlockScales : IDisposable
{
    /// <summary>Scales that share a scale of their own.</summary>
    public const int GroupSize = 256;

    private readonly Tensor _scales;     // [blocks] float32; quantised [groups * 256] uint8
    private readonly Tensor? _groups;    // [groups, 1] float32
    private readonly Tensor? _codes;     // [256] float32
    private readonly float _mean;

    private BlockScales(Tensor scales, Tensor? groups, Tensor? codes, float mean) =>
        (_scales, _groups, _codes, _mean) = (scales, groups, codes, mean);

    /// <summary>Bytes of memory.</summary>
    public long Bytes => (_scales.numel() * _scales.element_size()) + ((_groups?.numel() ?? 0) * sizeof(float));

    /// <summary>Keeps scales as they are.</summary>
    public static BlockScales Plain(float[] scales, Device device) =>
        new(tensor(scales, device: device).DetachFromDisposeScope(), null, null, 0);

    /// <summary>Quantises scales, less their mean, to eight bits.</summary>
    public static BlockScales Quantized(float[] scales, Device device)
    {
        var mean = (float)(scales.Sum(s => (double)s) / scales.Length);
        var groups = new float[(scales.Length + GroupSize - 1) / GroupSize];
        var codes = new byte[groups.Length * GroupSize];
        Span<float> part = stackalloc float[GroupSize];
        Span<int> indices = stackalloc int[GroupSize];
        for (var g = 0; g < groups.Length; g++)
        {
            part.Clear();
            var own = scales.AsSpan(g * GroupSize, Math.Min(GroupSize, scales.Length - (g * GroupSize)));
            for (var i = 0; i < own.Length; i++)
            {
                part[i] = own[i] - mean;
            }
            groups[g] = BlockCoding.Normalize(part);
            CodeBook.Dynamic.Encode(part, indices);
            for (var i = 0; i < GroupSize; i++)
            {
                codes[(g * GroupSize) + i] = (byte)indices[i];
            }
        }
        return new BlockScales(
            tensor(codes, device: device).DetachFromDisposeScope(),
            tensor(groups, device: device).unsqueeze(1).DetachFromDisposeScope(),
            tensor([.. CodeBook.Dynamic.Values], device: device).DetachFromDisposeScope(),
            mean);
    }

    /// <summary>The scales of blocks that follow each other.</summary>
    /// <returns><c>[count, 1]</c>, float32.</returns>
    public Tensor Range(long first, long count)
    {
        if (_groups is null)
        {
            return _scales.narrow(0, first, count).unsqueeze(1);
        }
        var (from, to) = (first / GroupSize, (first + count + GroupSize - 1) / GroupSize);
        using var scope = NewDisposeScope();
        var codes = _scales.narrow(0, from * GroupSize, (to - from) * GroupSize).to(int32);
        var scales = _codes!.index_select(0, codes).view(to - from, GroupSize);
        return (scales * _groups.narrow(0, from, to - from) + _mean)
            .view(-1).narrow(0, first - (from * GroupSize), count).unsqueeze(1).MoveToOuterDisposeScope();
    }

    public void Dispose()
    {
        _scales.Dispose();
        _groups?.Dispose();
        _codes?.Dispose();
    }
}
