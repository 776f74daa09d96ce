namespace FineTune.Tokenizers.Chat;

/// <summary>
/// How much a template may do before it is stopped as a runaway. The defaults are far beyond any real template; a
/// template that reaches one gets a <see cref="ChatTemplateException"/> that names the line it was at.
/// </summary>
public sealed record RenderLimits
{
    /// <summary>How many turns all loops and macro calls of a rendering may take together.</summary>
    /// <value>1,000,000 by default.</value>
    public int MaxIterations { get; init; } = 1_000_000;

    /// <summary>
    /// How many characters a rendering may make, in its output and in the strings on the way there. Items of lists it
    /// makes count as characters too.
    /// </summary>
    /// <value>268,435,456 by default.</value>
    public long MaxCharacters { get; init; } = 1L << 28;

    /// <summary>How deep macros may call each other.</summary>
    /// <value>200 by default.</value>
    public int MaxDepth { get; init; } = 200;
}
