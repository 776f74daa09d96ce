using FineTune.Data;

namespace FineTune.Cli;

/// <summary>A preview for a program.</summary>
internal static class PreviewJson
{
    /// <summary>What is printed by <c>--json</c>.</summary>
    public static object Of(DataPreview preview) => new
    {
        preview.Part,
        preview.Report,
        preview.Report.OverlengthShare,
        LearnedTokensOfARow = new { preview.Targets.Fewest, preview.Targets.Median, preview.Targets.Most },
        preview.Lengths,
        Findings = preview.Findings.Select(finding => new
        {
            finding.Rule,
            Severity = finding.Severity.ToString().ToLowerInvariant(),
            finding.Rows,
            finding.Message,
        }),
        Rows = preview.Rows.Select(row => new
        {
            Origin = row.Row.Origin.ToString(),
            row.Row.Length,
            Learned = row.Row.TargetCount,
            row.Text,
            InputIds = row.Row.Ids,
            Labels = row.Row.Labels(),
            Tokens = row.Tokens.Select(token => token.Text),
            IsSpecial = row.Tokens.Select(token => token.IsSpecial),
        }),
    };
}
