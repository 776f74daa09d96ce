namespace FineTune.Tokenizers.Loading;

/// <summary>Which token plays which part, by the names of <c>tokenizer_config.json</c>.</summary>
internal sealed record RoleTokens
{
    /// <summary>The token that begins a text.</summary>
    public string? Bos { get; init; }

    /// <summary>The token that ends a text.</summary>
    public string? Eos { get; init; }

    /// <summary>The token for what the vocabulary cannot express.</summary>
    public string? Unk { get; init; }

    /// <summary>The token between and behind texts.</summary>
    public string? Sep { get; init; }

    /// <summary>The token that fills up.</summary>
    public string? Pad { get; init; }

    /// <summary>The token whose state stands for the text.</summary>
    public string? Cls { get; init; }

    /// <summary>The token that hides a token.</summary>
    public string? Mask { get; init; }

    /// <summary>BERT's.</summary>
    public static RoleTokens Bert { get; } =
        new() { Unk = "[UNK]", Sep = "[SEP]", Pad = "[PAD]", Cls = "[CLS]", Mask = "[MASK]" };

    /// <summary>All that are set.</summary>
    public IEnumerable<string> All => new[] { Bos, Eos, Unk, Sep, Pad, Cls, Mask }.OfType<string>().Distinct();

    /// <summary>These tokens, and those of <paramref name="fallback"/> where none is set here.</summary>
    public RoleTokens Or(RoleTokens fallback) => new()
    {
        Bos = Bos ?? fallback.Bos,
        Eos = Eos ?? fallback.Eos,
        Unk = Unk ?? fallback.Unk,
        Sep = Sep ?? fallback.Sep,
        Pad = Pad ?? fallback.Pad,
        Cls = Cls ?? fallback.Cls,
        Mask = Mask ?? fallback.Mask,
    };

    /// <summary>The tokens for which <paramref name="exists"/> holds.</summary>
    public RoleTokens Where(Func<string, bool> exists)
    {
        string? Kept(string? token) => token is not null && exists(token) ? token : null;
        return new RoleTokens
        {
            Bos = Kept(Bos),
            Eos = Kept(Eos),
            Unk = Kept(Unk),
            Sep = Kept(Sep),
            Pad = Kept(Pad),
            Cls = Kept(Cls),
            Mask = Kept(Mask),
        };
    }
}
