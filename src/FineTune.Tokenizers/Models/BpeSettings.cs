namespace FineTune.Tokenizers.Models;

/// <summary>The settings of a BPE model, by their names in <c>tokenizer.json</c>.</summary>
internal sealed record BpeSettings
{
    /// <summary>The chance, in [0, 1], that a merge is passed over. arXiv:1910.13267.</summary>
    /// <value>Default: none.</value>
    public double? Dropout { get; init; }

    /// <summary>The token for unknown characters; without one they vanish.</summary>
    /// <value>Default: none.</value>
    public string? UnkToken { get; init; }

    /// <summary>What every character of a word but the first is prefixed with.</summary>
    /// <value>Default: nothing.</value>
    public string? ContinuingSubwordPrefix { get; init; }

    /// <summary>What the last character of a word is followed by.</summary>
    /// <value>Default: nothing.</value>
    public string? EndOfWordSuffix { get; init; }

    /// <summary>Whether unknown characters in a row become one unknown token.</summary>
    /// <value>Default false.</value>
    public bool FuseUnk { get; init; }

    /// <summary>Whether unknown characters become byte tokens where those exist.</summary>
    /// <value>Default false.</value>
    public bool ByteFallback { get; init; }

    /// <summary>Whether a piece that is a token is that token, whatever the merges say.</summary>
    /// <value>Default false.</value>
    public bool IgnoreMerges { get; init; }
}
