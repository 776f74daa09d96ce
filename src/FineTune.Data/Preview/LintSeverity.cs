namespace FineTune.Data;

/// <summary>How bad something about a data set is.</summary>
public enum LintSeverity
{
    /// <summary>It may be meant.</summary>
    Warning,

    /// <summary>A model trained on it will be wrong.</summary>
    Error,
}
