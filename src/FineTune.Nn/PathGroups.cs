using System.Text.RegularExpressions;

namespace FineTune.Nn;

/// <summary>Shortens lists of module paths: <c>layer.0.query, layer.1.query</c> become <c>layer.{0..1}.query</c>.</summary>
public static partial class PathGroups
{
    /// <summary>One line for each group of paths that differ only in their first number, in order of appearance.</summary>
    public static IReadOnlyList<string> Summarize(IEnumerable<string> paths)
    {
        var groups = new Dictionary<string, List<int>>(StringComparer.Ordinal);
        foreach (var path in paths)
        {
            var match = FirstNumber().Match(path);
            var key = match.Success ? $"{path[..match.Index]}{{}}{path[(match.Index + match.Length)..]}" : path;
            if (!groups.TryGetValue(key, out var numbers))
            {
                groups[key] = numbers = [];
            }
            if (match.Success)
            {
                numbers.Add(int.Parse(match.Value));
            }
        }
        return [.. groups.Select(g => g.Value.Count == 0 ? g.Key : g.Key.Replace("{}", Range(g.Value)))];
    }

    private static string Range(List<int> numbers)
    {
        numbers.Sort();
        var contiguous = numbers[^1] - numbers[0] == numbers.Count - 1;
        return numbers.Count == 1 ? numbers[0].ToString()
            : contiguous ? $"{{{numbers[0]}..{numbers[^1]}}}"
            : $"{{{string.Join(',', numbers)}}}";
    }

    [GeneratedRegex(@"(?<=\.)\d+(?=\.)", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex FirstNumber();
}
