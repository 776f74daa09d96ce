namespace FineTune.Config;

/// <summary>Finds the files and folders a config names: beside the config, else in the working directory.</summary>
/// <param name="configFolder">The folder of the config file.</param>
/// <param name="workingDirectory">The directory the program was started in.</param>
public sealed class ConfigPaths(string configFolder, string workingDirectory)
{
    private readonly string _configFolder = Path.GetFullPath(configFolder);
    private readonly string _workingDirectory = Path.GetFullPath(workingDirectory);

    /// <summary>What becomes of a text that leads nowhere, where a name is allowed as well (marked
    /// <c>[DataType("path-or-name")]</c>): given the text and the failed look-up, a look-up whose path is the name, or
    /// one with a better fix.</summary>
    /// <value>There are no names: the failed look-up.</value>
    public Func<string, PathLookup, PathLookup> Named { get; init; } = (_, missing) => missing;

    /// <summary>The lookup for paths in a config file.</summary>
    /// <param name="configFile">The config file.</param>
    /// <param name="named">What becomes of names; see <see cref="Named"/>.</param>
    /// <returns>A lookup that falls back to the current directory.</returns>
    public static ConfigPaths Beside(string configFile, Func<string, PathLookup, PathLookup>? named = null)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(configFile))!;
        return new(folder, Directory.GetCurrentDirectory()) { Named = named ?? ((_, missing) => missing) };
    }

    /// <summary>Replaces a leading <c>~</c> by the user's home folder.</summary>
    /// <param name="path">A path.</param>
    /// <returns>The path without <c>~</c>.</returns>
    public static string ExpandHome(string path)
        => path.StartsWith('~') && (path.Length == 1 || path[1] is '/' or '\\')
            ? Environment.GetFolderPath(Environment.SpecialFolder.UserProfile) + path[1..]
            : path;

    /// <summary>Finds an input path.</summary>
    /// <param name="path">The path as the config has it; <c>~</c> is the home folder.</param>
    /// <returns>The absolute path, or why there is none.</returns>
    public PathLookup Resolve(string path)
    {
        if (string.IsNullOrWhiteSpace(path))
        {
            return new PathLookup(null, Problem: "an empty path", Fix: "name a file or folder");
        }

        var expanded = ExpandHome(path);
        var beside = Path.GetFullPath(expanded, _configFolder);
        if (Path.Exists(beside))
        {
            return new PathLookup(beside);
        }

        var working = Path.GetFullPath(expanded, _workingDirectory);
        if (Path.Exists(working))
        {
            return new PathLookup(
                working, $"'{path}' found in the working directory ({_workingDirectory}), not beside the config");
        }

        var places = beside == working ? beside : $"{beside} and {working}";
        return new PathLookup(null, Problem: $"'{path}' does not exist, looked for {places}", Fix: Suggest(expanded));
    }

    private string? Suggest(string path)
    {
        var near = PathSuggestion.For(path, _configFolder) ?? PathSuggestion.For(path, _workingDirectory);
        return near is null ? null : $"did you mean '{near}'?";
    }
}
