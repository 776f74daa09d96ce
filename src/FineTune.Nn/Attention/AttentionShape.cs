namespace FineTune.Nn;

/// <summary>What kind of attention a layer does.</summary>
public sealed record AttentionShape
{
    private readonly long _keyValueHeads;

    /// <summary>Number of query heads.</summary>
    public required long Heads { get; init; }

    /// <summary>Size of a head.</summary>
    public required long HeadDim { get; init; }

    /// <summary>Number of heads of keys and values; each serves Heads / KeyValueHeads query heads
    /// (arXiv:2305.13245).</summary>
    /// <value>As many as query heads.</value>
    public long KeyValueHeads
    {
        get => _keyValueHeads == 0 ? Heads : _keyValueHeads;
        init => _keyValueHeads = value;
    }

    /// <summary>Whether a token sees none that follow it.</summary>
    public bool Causal { get; init; }

    /// <summary>How many tokens a causal query sees, itself included; null for all before it.</summary>
    public int? Window { get; init; }

    /// <summary>What scores are multiplied by.</summary>
    /// <value>1 / sqrt(HeadDim).</value>
    public double? Scale { get; init; }

    /// <summary>Scores are squeezed into (-cap, cap) by a tanh (arXiv:2408.00118, section 2).</summary>
    public double? SoftCap { get; init; }

    /// <summary>One slope a query head: scores rise by slope times the key's position, before they are scaled
    /// (arXiv:2108.12409).</summary>
    public IReadOnlyList<float>? AlibiSlopes { get; init; }

    /// <summary>Size of the query of a token: all its heads.</summary>
    public long Width => Heads * HeadDim;

    /// <summary>How many query heads share a key head.</summary>
    internal long HeadsPerKey => Heads / KeyValueHeads;

    /// <summary>The factor of the scores.</summary>
    internal double ScaleOrDefault => Scale ?? 1 / Math.Sqrt(HeadDim);
}
