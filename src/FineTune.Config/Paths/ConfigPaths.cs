namespace FineTune.Config;

/// <summary>Finds the files and folders a config names: beside the config first, in the working directory second.</summary>
/// <param name="configFolder">The folder of the config file.</param>
/// <param name="workingDirectory">The directory the program was started in.</param>
public sealed class ConfigPaths(string configFolder, string workingDirectory)
{
    private readonly string _configFolder = Path.GetFullPath(configFolder);
    private readonly string _workingDirectory = Path.GetFullPath(workingDirectory);

    /// <summary>The lookup for paths in a config file.</summary>
    /// <param name="configFile">The config file.</param>
    /// <returns>A lookup that falls back to the current directory.</returns>
    public static ConfigPaths Beside(string configFile)
        => new(Path.GetDirectoryName(Path.GetFullPath(configFile))!, Directory.GetCurrentDirectory());

    /// <summary>Replaces a leading <c>~</c> by the user's home folder.</summary>
    /// <param name="path">A path.</param>
    /// <returns>The path without <c>~</c>.</returns>
    public static string ExpandHome(string path)
        => path == "~" || path.StartsWith("~/", StringComparison.Ordinal) || path.StartsWith("~\\", StringComparison.Ordinal)
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
        return Path.Exists(working)
            ? new PathLookup(working, $"'{path}' found in the working directory ({_workingDirectory}), not beside the config")
            : new PathLookup(null, Problem: Missing(path, beside, working), Fix: Suggest(expanded));
    }

    private static string Missing(string path, string beside, string working)
        => beside == working ? $"'{path}' does not exist; looked for {beside}" : $"'{path}' does not exist; looked for {beside} and {working}";

    private string? Suggest(string path)
        => (PathSuggestion.For(path, _configFolder) ?? PathSuggestion.For(path, _workingDirectory)) is { } near ? $"did you mean '{near}'?" : null;
}
