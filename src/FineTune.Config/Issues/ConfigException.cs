namespace FineTune.Config;

/// <summary>A config cannot be used. Carries every mistake that was found, not only the first.</summary>
public sealed class ConfigException : Exception
{
    /// <summary>Makes one exception of all issues, sorted by place.</summary>
    /// <param name="issues">At least one issue.</param>
    public ConfigException(IEnumerable<ConfigIssue> issues)
        : this([.. issues.OrderBy(issue => (issue.Position.IsOverride, issue.Line, issue.Column))])
    {
    }

    private ConfigException(IReadOnlyList<ConfigIssue> sorted)
        : base(string.Join('\n', sorted))
        => Issues = sorted;

    /// <summary>The mistakes in the order of the file; those of overrides last.</summary>
    public IReadOnlyList<ConfigIssue> Issues { get; }
}
