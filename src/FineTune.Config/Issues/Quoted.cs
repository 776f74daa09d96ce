namespace FineTune.Config;

/// <summary>Lists of names for messages.</summary>
internal static class Quoted
{
    private const int MostNames = 24;

    /// <summary><c>one of 'a', 'b'</c>; very long lists are cut and say how many are left.</summary>
    public static string OneOf(IReadOnlyCollection<string> names)
        => names.Count == 1 ? $"'{names.First()}'" : $"one of {List(names)}";

    /// <summary><c>'a', 'b'</c>; very long lists are cut and say how many are left.</summary>
    public static string List(IReadOnlyCollection<string> names)
    {
        var shown = string.Join(", ", names.Take(MostNames).Select(name => $"'{name}'"));
        return names.Count <= MostNames ? shown : $"{shown} and {names.Count - MostNames} more";
    }
}
