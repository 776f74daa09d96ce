namespace FineTune.Config;

/// <summary>Finds the existing path that a missing one was probably meant to be.</summary>
internal static class PathSuggestion
{
    // Enough for any folder a person reads; a folder of a million shards is not searched to its end.
    private const int MostSiblings = 5000;

    /// <summary>The path with its first missing part replaced by the nearest name in that folder.</summary>
    /// <param name="path">A path that does not exist.</param>
    /// <param name="folder">What it is relative to; null for the current directory.</param>
    /// <returns>A path in the form given (relative stays relative), or null.</returns>
    public static string? For(string path, string? folder = null)
    {
        folder ??= Directory.GetCurrentDirectory();
        var existing = Path.GetFullPath(path, folder);
        var missing = new Stack<string>();
        while (!Path.Exists(existing))
        {
            missing.Push(Path.GetFileName(existing));
            if (Path.GetDirectoryName(existing) is not { } parent)
            {
                return null;
            }

            existing = parent;
        }

        return missing.TryPop(out var wrong) && Directory.Exists(existing)
            && Nearest.Name(wrong, Siblings(existing)) is { } near
            ? Shown(path, folder, Continue(Path.Combine(existing, near), missing))
            : null;
    }

    private static IEnumerable<string> Siblings(string folder)
    {
        var reachable = new EnumerationOptions { IgnoreInaccessible = true };
        return Directory.EnumerateFileSystemEntries(folder, "*", reachable).Take(MostSiblings)
            .Select(entry => Path.GetFileName(entry)).Order(StringComparer.Ordinal);
    }

    // The parts after the wrong one are kept only where they exist.
    private static string Continue(string corrected, Stack<string> rest)
    {
        var whole = Path.Combine([corrected, .. rest]);
        return Path.Exists(whole) ? whole : corrected;
    }

    private static string Shown(string given, string folder, string found)
        => (Path.IsPathRooted(given) ? found : Path.GetRelativePath(folder, found)).Replace('\\', '/');
}
