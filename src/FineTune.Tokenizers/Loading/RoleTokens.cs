namespace FineTune.Tokenizers.Loading;

/// <summary>Which token plays which part, by the names of <c>tokenizer_config.json</c>.</summary>
internal sealed record RoleTokens
{
    /// <summary>The token that begins a text.</summary>
    public AddedToken? Bos { get; init; }

    /// <summary>The token that ends a text.</summary>
    public AddedToken? Eos { get; init; }

    /// <summary>The token for what the vocabulary cannot express.</summary>
    public AddedToken? Unk { get; init; }

    /// <summary>The token between and behind texts.</summary>
    public AddedToken? Sep { get; init; }

    /// <summary>The token that fills up.</summary>
    public AddedToken? Pad { get; init; }

    /// <summary>The token whose state stands for the text.</summary>
    public AddedToken? Cls { get; init; }

    /// <summary>The token that hides a token.</summary>
    public AddedToken? Mask { get; init; }

    /// <summary>All that are set.</summary>
    public IEnumerable<AddedToken> All => new[] { Bos, Eos, Unk, Sep, Pad, Cls, Mask }.OfType<AddedToken>();

    /// <summary>Tokens given by their texts.</summary>
    public static RoleTokens Of(
        string? bos = null,
        string? eos = null,
        string? unk = null,
        string? sep = null,
        string? pad = null,
        string? cls = null,
        string? mask = null) => new()
        {
            Bos = Special(bos),
            Eos = Special(eos),
            Unk = Special(unk),
            Sep = Special(sep),
            Pad = Special(pad),
            Cls = Special(cls),
            Mask = Special(mask),
        };

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
        AddedToken? Kept(AddedToken? token) => token is not null && exists(token.Content) ? token : null;
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

    private static AddedToken? Special(string? content) =>
        content is null ? null : new AddedToken { Content = content, Special = true };
}
