namespace FineTune.Data;

/// <summary>What happens to rows of too many tokens.</summary>
public enum Overlength
{
    /// <summary>
    /// The prompt loses its head and the answer stays whole. Only where the answer alone is too long does it lose its
    /// end.
    /// </summary>
    TruncatePrompt,

    /// <summary>The row loses its end.</summary>
    TruncateResponse,

    /// <summary>The row is left out.</summary>
    Drop,

    /// <summary>The data is refused.</summary>
    Error,
}
