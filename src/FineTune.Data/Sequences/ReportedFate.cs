using System.Text;

namespace FineTune.Data;

/// <summary>Sentences of a report about rows that something happened to.</summary>
internal static class ReportedFate
{
    /// <summary>Adds how many rows something happened to, if to any.</summary>
    /// <param name="report">The report.</param>
    /// <param name="rows">How many.</param>
    /// <param name="all">Of how many.</param>
    /// <param name="fate">What happened to them.</param>
    public static void AddFate(this StringBuilder report, int rows, int all, string fate)
    {
        if (rows > 0)
        {
            report.Append($" {rows:N0} of {all:N0} ({(double)rows / all:P1}) {fate}.");
        }
    }
}
