using System.Text.RegularExpressions;

namespace FineTune.Nn;

/// <summary>Shortens lists of module paths: <c>layer.0.query, layer.1.query</c> become <c>layer.{0..1}.query</c>.</summary>
public static partial class PathGroups
{
    /// <summary>One line for each group of paths that differ only in their first number, in order of appearance.</summary>
    public static IReadOnlyList<string> Summarize(IEnumerable<string> paths) => [.. Of(paths).Select(group => group.Title)];

    /// <summary>Paths that differ only in their first number, with the line for them, in order of appearance.</summary>
    public static IReadOnlyList<(string Title, IReadOnlyList<string> Paths)> Of(IEnumerable<string> paths) =>
    [
        .. paths
            .Select(path => (Path: path, Number: FirstNumber().Match(path)))
            .GroupBy(p => (
                Before: p.Number.Success ? p.Path[..p.Number.Index] : p.Path,
                After: p.Number.Success ? p.Path[(p.Number.Index + p.Number.Length)..] : null))
            .Select(group => (
                group.Key.After is null
                    ? group.Key.Before
                    : $"{group.Key.Before}{Range([.. group.Select(p => int.Parse(p.Number.Value))])}{group.Key.After}",
                (IReadOnlyList<string>)[.. group.Select(p => p.Path)])),
    ];

    /// <summary>A path by which layers sort in the order of their numbers: 2 before 10.</summary>
    public static string SortKey(string path) => FirstNumber().Replace(path, number => number.Value.PadLeft(8, '0'));

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
