namespace FineTune.Tokenizers.Regexes;

/// <summary>A pattern that is not a regular expression, or uses something this engine does not have. Reported with the pattern's place in the file.</summary>
internal sealed class RegexSyntaxException(string problem, int position) : Exception(problem)
{
    /// <summary>Where in the pattern the problem is, in UTF-16 units from 0.</summary>
    public int Position { get; } = position;
}
