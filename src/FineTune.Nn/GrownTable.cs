using static TorchSharp.torch;

namespace FineTune.Nn;

/// <summary>A checkpoint one of whose tables, with a row for each token, has rows for further tokens. They are drawn from a
/// normal distribution with the mean of the table's rows and a billionth of their covariance, as transformers'
/// <c>resize_token_embeddings</c> draws them: a token that begins near the mean takes little probability from the others,
/// which one of the usual random rows would not.</summary>
internal sealed class GrownTable : IWeightSource
{
    private const double Spread = 1e-9;
    private const long WindowElements = 1 << 20;

    private readonly IWeightSource _inner;
    private readonly string _name;
    private readonly long _known;
    private readonly long[] _shape;
    private readonly float[] _added;    // [further, ...]

    private GrownTable(IWeightSource inner, string name, long known, long[] shape, float[] added) =>
        (_inner, _name, _known, _shape, _added) = (inner, name, known, shape, added);

    public string Description => _inner.Description;

    public IReadOnlyCollection<string> Names => _inner.Names;

    /// <summary>The checkpoint with a table made longer, or as it is where the table is not too short.</summary>
    /// <param name="inner">The checkpoint.</param>
    /// <param name="name">The table.</param>
    /// <param name="shape">The wanted shape.</param>
    /// <param name="random">Draws the further rows.</param>
    public static IWeightSource Of(IWeightSource inner, string name, long[] shape, Generator random) =>
        inner.ShapeOf(name) is { } stored && stored.Length == shape.Length && stored[0] < shape[0]
            && stored.AsSpan(1).SequenceEqual(shape.AsSpan(1))
            ? new GrownTable(inner, name, stored[0], shape, Draw(inner, name, stored, shape[0] - stored[0], random))
            : inner;

    public long[]? ShapeOf(string name) => name == _name ? _shape : _inner.ShapeOf(name);

    public ScalarType TypeOf(string name) => _inner.TypeOf(name);

    public void Read(string name, Tensor destination, long firstRow = 0)
    {
        var rows = destination.shape[0];
        var known = name == _name ? Math.Clamp(_known - firstRow, 0, rows) : rows;
        if (known > 0)
        {
            using var stored = destination.narrow(0, 0, known);
            _inner.Read(name, stored, firstRow);
        }
        if (known < rows)
        {
            using var guard = no_grad();
            using var scope = NewDisposeScope();
            var added = tensor(_added).view([-1, .. _shape[1..]]);
            destination.narrow(0, known, rows - known).copy_(added.narrow(0, firstRow + known - _known, rows - known));
        }
    }

    // A sum of the rows' distances from their mean, each times a number of its own from a normal distribution, has their
    // covariance; so that is never formed.
    private static float[] Draw(IWeightSource inner, string name, long[] stored, long further, Generator random)
    {
        using var guard = no_grad();
        using var scope = NewDisposeScope();
        var (known, size) = (stored[0], stored[1..].Aggregate(1L, (product, n) => product * n));
        var (sum, drawn, weights) = (zeros([1, size], float64), zeros([further, size], float64), zeros([further, 1], float64));
        var step = Math.Max(1, WindowElements / size);
        for (long first = 0; first < known; first += step)
        {
            using var ofWindow = NewDisposeScope();
            var count = Math.Min(step, known - first);
            var rows = empty([count, .. stored[1..]], float32);
            inner.Read(name, rows, first);
            var noise = randn([further, count], generator: random);
            sum.add_(rows.view(count, size).sum(0, keepdim: true, type: float64));
            drawn.add_(noise.mm(rows.view(count, size)));
            weights.add_(noise.sum(1, keepdim: true));
        }
        var mean = sum / known;
        return (mean + ((drawn - (weights * mean)) * Math.Sqrt(Spread / known))).to(float32).data<float>().ToArray();
    }
}
