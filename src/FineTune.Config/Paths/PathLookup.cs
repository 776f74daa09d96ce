namespace FineTune.Config;

/// <summary>What became of a path in a config: found, perhaps with a notice, or missing, with what to do.</summary>
/// <param name="FullPath">The absolute path, or null where nothing is there.</param>
/// <param name="Notice">What the user should know about a path that was found, or null.</param>
/// <param name="Problem">Why there is no path: both places tried. Null where it was found.</param>
/// <param name="Fix">The nearest name that exists, as a question; null where nothing is near.</param>
public sealed record PathLookup(string? FullPath, string? Notice = null, string? Problem = null, string? Fix = null);
