namespace FineTune.Tokenizers.Regexes;

/// <summary>How a repetition chooses its count.</summary>
internal enum Greed
{
    /// <summary>As often as possible, then less often.</summary>
    Greedy,

    /// <summary>As seldom as possible, then more often.</summary>
    Lazy,

    /// <summary>As often as possible, and nothing else.</summary>
    Possessive,
}
