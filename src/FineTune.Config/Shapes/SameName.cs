namespace FineTune.Config;

/// <summary>Compares names of choices and variants: case does not matter, <c>-</c> is <c>_</c>.</summary>
internal sealed class SameName : IEqualityComparer<string>
{
    public static readonly SameName Comparer = new();

    public bool Equals(string? x, string? y)
        => string.Equals(x?.Replace('-', '_'), y?.Replace('-', '_'), StringComparison.OrdinalIgnoreCase);

    public int GetHashCode(string obj) => StringComparer.OrdinalIgnoreCase.GetHashCode(obj.Replace('-', '_'));
}
