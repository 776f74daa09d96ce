namespace FineTune.Tokenizers.Regexes;

/// <summary>Options that a pattern switches on and off inside itself.</summary>
[Flags]
internal enum RegexOptions
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary><c>(?i)</c></summary>
    IgnoreCase = 1,

    /// <summary><c>(?m)</c>: the dot also matches a line feed.</summary>
    DotMatchesLineFeed = 2,

    /// <summary><c>(?x)</c>: whitespace and comments in the pattern mean nothing.</summary>
    Extended = 4,
}
