using System.Text;

namespace FineTune.Formats;

/// <summary>Many problems as one message that stays readable.</summary>
public static class ProblemList
{
    /// <summary>How many problems a message spells out before it only counts the rest.</summary>
    public const int MaxPrinted = 20;

    /// <summary>One problem is itself; several become a count, a list and a count of what is left out.</summary>
    /// <param name="problems">The problems, each a complete sentence or more.</param>
    /// <param name="total">
    /// How many there are in all, where some were counted without being kept; default: those given.
    /// </param>
    public static string Format(IReadOnlyList<string> problems, int? total = null)
    {
        var count = total ?? problems.Count;
        if (count == 1)
        {
            return problems[0];
        }

        var printed = Math.Min(problems.Count, MaxPrinted);
        var message = new StringBuilder().Append(count).Append(" problems:");
        foreach (var problem in problems.Take(printed))
        {
            message.Append("\n  - ").Append(problem.Replace("\n", "\n    ", StringComparison.Ordinal));
        }

        if (count > printed)
        {
            message.Append("\n  ... and ").Append(count - printed).Append(" more");
        }

        return message.ToString();
    }
}
