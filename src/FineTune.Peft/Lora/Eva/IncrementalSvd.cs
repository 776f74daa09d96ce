using static TorchSharp.torch;

namespace FineTune.Peft;

/// <summary>The principal directions of rows that come batch by batch (Ross et al. 2008, section 2.1, as scikit-learn's and
/// PEFT's <c>IncrementalPCA</c>): the known directions by their weight, the new rows and what the mean has moved are
/// decomposed together.</summary>
internal sealed class IncrementalSvd : IDisposable
{
    // Up to this narrow a side a full decomposition is cheap.
    private const int Narrow = 512;
    private const int Rounds = 4;

    private readonly int _wanted;
    private readonly Generator _random;
    private Tensor? _directions;
    private Tensor? _values;
    private Tensor? _mean;         // [1, columns]
    private double _scatter;       // squared distances from the mean, summed
    private double _seen;

    /// <param name="wanted">How many directions; at most the columns.</param>
    /// <param name="random">Draws the start of approximations.</param>
    public IncrementalSvd(int wanted, Generator random) => (_wanted, _random) = (wanted, random);

    /// <summary>The directions, <c>[wanted, columns]</c>, by falling weight; the largest element of each is positive. Null
    /// before there are any.</summary>
    public Tensor? Directions => _directions;

    /// <summary>Their singular values, <c>[wanted]</c>.</summary>
    public Tensor? Values => _values;

    /// <summary>The share of the rows' variance that each explains.</summary>
    public double[] Shares { get; private set; } = [];

    /// <summary>Takes rows in.</summary>
    /// <param name="rows"><c>[rows, columns]</c>, float32, at least as many as directions are wanted.</param>
    /// <returns>The cosines between each direction and what it was before; none the first time.</returns>
    public double[] Add(Tensor rows)
    {
        using var guard = no_grad();
        using var scope = NewDisposeScope();
        var count = (double)rows.shape[0];
        var mean = rows.mean([0], keepdim: true);                                      // [1, columns]
        var centred = rows - mean;
        var apart = _mean is null ? zeros_like(mean) : (_mean - mean) * Math.Sqrt(_seen / (_seen + count) * count);
        var (s, vh) = Decompose(_directions is null
            ? centred
            : cat([_values!.unsqueeze(1) * _directions, centred, apart], 0));
        var directions = Turned(vh.narrow(0, 0, _wanted));
        var likeness = _directions is null ? [] : Doubles((directions * _directions).sum(1L));
        _scatter += Doubles(centred.square().sum(float64) + apart.square().sum(float64))[0];
        Shares = [.. Doubles(s.narrow(0, 0, _wanted).square()).Select(square => square / _scatter)];
        Keep(ref _mean, _mean is null ? mean : ((_mean * _seen) + (mean * count)) / (_seen + count));
        Keep(ref _directions, directions);
        Keep(ref _values, s.narrow(0, 0, _wanted).clone());
        _seen += count;
        return likeness;
    }

    public void Dispose()
    {
        _directions?.Dispose();
        _values?.Dispose();
        _mean?.Dispose();
    }

    private (Tensor Values, Tensor Vectors) Decompose(Tensor matrix)
    {
        var side = Math.Min(matrix.shape[0], matrix.shape[1]);
        var (_, s, vh) = side <= Narrow
            ? linalg.svd(matrix, fullMatrices: false)
            : LeadingSvd.Of(matrix, (int)Math.Min(2L * _wanted, side), Rounds, _random);
        return (s, vh);
    }

    // A direction is as good as its opposite: one of the two is chosen.
    private static Tensor Turned(Tensor directions)
    {
        var largest = directions.gather(1, directions.abs().argmax(1, keepdim: true));
        return directions * largest.sign();
    }

    private static double[] Doubles(Tensor values) => values.to(float64).view(-1).cpu().data<double>().ToArray();

    private static void Keep(ref Tensor? place, Tensor value)
    {
        place?.Dispose();
        place = value.DetachFromDisposeScope();
    }
}
