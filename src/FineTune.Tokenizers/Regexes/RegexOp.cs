namespace FineTune.Tokenizers.Regexes;

/// <summary>What an instruction of a compiled pattern does. A and B are its operands.</summary>
internal enum RegexOp
{
    /// <summary>Takes a code point of set A.</summary>
    Set,

    /// <summary>Takes as many code points of set A as there are, from B up to the limit, and never gives one back.</summary>
    PossessiveSet,

    /// <summary>Goes on at A, and if that fails, at B.</summary>
    Split,

    /// <summary>Goes on at A.</summary>
    Jump,

    /// <summary>Notes the place in slot A.</summary>
    Save,

    /// <summary>Fails if nothing was taken since slot A was noted, which ends loops over nothing.</summary>
    Progress,

    /// <summary>Holds where the anchor A does.</summary>
    Anchor,

    /// <summary>Holds where the next code point is of set A; with B = 1, where it is not, or the text is over.</summary>
    LookSet,

    /// <summary>Holds where the part up to B matches from here.</summary>
    LookAhead,

    /// <summary>Holds where the part up to B does not match from here.</summary>
    NotAhead,

    /// <summary>Holds where the part up to B matches some stretch of A code points, up to the limit, that ends here.</summary>
    LookBehind,

    /// <summary>Holds where the part up to B matches no stretch of A code points, up to the limit, that ends here.</summary>
    NotBehind,

    /// <summary>Takes what the part up to B matches first, and never tries it another way.</summary>
    Atomic,

    /// <summary>Takes what group A matched.</summary>
    BackReference,

    /// <summary>Takes a grapheme cluster.</summary>
    Cluster,

    /// <summary>The pattern, or the part of it being tried, has matched.</summary>
    Match,
}
