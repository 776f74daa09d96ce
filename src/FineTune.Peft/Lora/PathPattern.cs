using System.Text.RegularExpressions;

namespace FineTune.Peft;

/// <summary>Values for some layers, by expressions for the end of their paths (PEFT's <c>get_pattern_key</c>).</summary>
internal static class PathPattern
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(1);

    /// <summary>The value of the first expression that matches a path from its beginning or from a dot on.</summary>
    /// <param name="patterns">Values by expression; null for none.</param>
    /// <param name="path">Full path of a layer.</param>
    /// <param name="otherwise">The value where none matches.</param>
    public static T First<T>(IReadOnlyDictionary<string, T>? patterns, string path, T otherwise)
    {
        foreach (var (pattern, value) in patterns ?? new Dictionary<string, T>())
        {
            if (Regex.IsMatch(path, @$"^(?:.*\.)?(?:{pattern})$", RegexOptions.CultureInvariant, Limit))
            {
                return value;
            }
        }
        return otherwise;
    }

    /// <summary>The ranks of a pattern that are none, each with what to change.</summary>
    public static IEnumerable<string> BadRanks(IReadOnlyDictionary<string, int>? ranks) =>
        (ranks ?? new Dictionary<string, int>())
            .Where(r => r.Value < 1)
            .Select(r => $"rank_pattern gives {r.Key} rank {r.Value}: use 1 or more, or leave the layer out with "
                + "exclude_modules");
}
