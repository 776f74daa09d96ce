namespace FineTune.Data;

/// <summary>A stretch of tokens.</summary>
/// <param name="Start">Its first token.</param>
/// <param name="End">The token behind its last.</param>
public readonly record struct TokenRun(int Start, int End)
{
    /// <summary>How many tokens it has.</summary>
    public int Length => End - Start;
}
