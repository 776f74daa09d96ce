namespace FineTune.Tokenizers;

/// <summary>A token beside the model's own: matched in the text before anything is split.</summary>
public sealed record AddedToken
{
    /// <summary>The token's text.</summary>
    public required string Content { get; init; }

    /// <summary>Whether it only matches as a whole word.</summary>
    /// <value>Default false.</value>
    public bool SingleWord { get; init; }

    /// <summary>Whether it swallows the whitespace before it.</summary>
    /// <value>Default false.</value>
    public bool LStrip { get; init; }

    /// <summary>Whether it swallows the whitespace after it.</summary>
    /// <value>Default false.</value>
    public bool RStrip { get; init; }

    /// <summary>Whether it is matched in the normalised text rather than in the original.</summary>
    /// <value>Default: true, unless the token is special.</value>
    public bool Normalized
    {
        get => _normalized ?? !Special;
        init => _normalized = value;
    }

    /// <summary>Whether decoding can leave it out.</summary>
    /// <value>Default false.</value>
    public bool Special { get; init; }

    private readonly bool? _normalized;

    /// <summary>Whether the two are the same in all properties, however those came about.</summary>
    public bool Equals(AddedToken? other) => other is not null && Key == other.Key;

    /// <inheritdoc/>
    public override int GetHashCode() => Key.GetHashCode();

    private (string, bool, bool, bool, bool, bool) Key => (Content, SingleWord, LStrip, RStrip, Normalized, Special);
}
