namespace FineTune.Data;

/// <summary>Something about a data set that should be looked at before training.</summary>
/// <param name="Rule">Its short name.</param>
/// <param name="Severity">How bad it is.</param>
/// <param name="Rows">How many rows it concerns; 0 where it concerns the whole.</param>
/// <param name="Message">What it is, where, and what to do.</param>
public sealed record LintFinding(string Rule, LintSeverity Severity, int Rows, string Message);
