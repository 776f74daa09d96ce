namespace FineTune.Config;

/// <summary>A single value, kept as the text that was written. Its type is decided by whoever reads it.</summary>
/// <param name="Text">The text without quotes and with escapes resolved.</param>
/// <param name="IsQuoted">True for a value that can only be a string: quoted, a block, or tagged <c>!!str</c>.</param>
/// <param name="Position">Where the value begins.</param>
public sealed record ConfigScalar(string Text, bool IsQuoted, SourcePosition Position) : ConfigNode(Position)
{
    private const int LongestQuote = 40;

    /// <inheritdoc/>
    public override string Summary
    {
        get
        {
            if (IsNull)
            {
                return "nothing";
            }

            var oneLine = Text.ReplaceLineEndings("\\n");
            var shown = oneLine.Length <= LongestQuote ? oneLine : oneLine[..LongestQuote] + "...";
            return IsQuoted ? $"the text \"{shown}\"" : $"'{shown}'";
        }
    }
}
