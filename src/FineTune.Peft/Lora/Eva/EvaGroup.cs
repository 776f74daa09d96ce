using static TorchSharp.torch;

namespace FineTune.Peft;

/// <summary>Layers that the same input enters, such as those of queries, keys and values: one search for all.</summary>
internal sealed class EvaGroup : IDisposable
{
    private IncrementalSvd? _svd;
    private bool[] _settled = [];

    /// <summary>The layers, first to last.</summary>
    public List<EvaLayer> Layers { get; } = [];

    /// <summary>The directions found.</summary>
    public IncrementalSvd Svd => _svd!;

    /// <summary>How many directions are looked for.</summary>
    public int Wanted { get; private set; }

    /// <summary>Whether there are directions.</summary>
    public bool Begun => _svd?.Directions is not null;

    /// <summary>Begins the search, once all layers are known.</summary>
    /// <param name="rho">The largest rank, as a multiple of a layer's own.</param>
    /// <param name="random">Draws what is drawn.</param>
    public void Begin(double rho, Generator random)
    {
        var wanted = Layers.Max(layer => (int)Math.Round(layer.Rank * rho, MidpointRounding.ToEven));
        Wanted = (int)Math.Min(wanted, Layers[0].InFeatures);
        _svd = new IncrementalSvd(Wanted, random);
    }

    /// <summary>Takes inputs in; too few of them are left out.</summary>
    /// <param name="rows"><c>[rows, in]</c>.</param>
    /// <param name="tau">The cosine from which a direction counts as settled.</param>
    public void Add(Tensor rows, double tau)
    {
        if (rows.shape[0] >= Wanted)
        {
            _settled = [.. Svd.Add(rows.to(float32)).Select(likeness => likeness >= tau)];
        }
    }

    /// <summary>Whether the leading directions are settled.</summary>
    public bool Settled(int count) => count <= _settled.Length ? _settled.AsSpan(0, count).IndexOf(false) < 0 : count == 0;

    public void Dispose() => _svd?.Dispose();
}
