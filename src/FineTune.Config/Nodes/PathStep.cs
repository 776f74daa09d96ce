namespace FineTune.Config;

/// <summary>One step of a path: a key, or where <paramref name="Key"/> is null a list index.</summary>
/// <param name="Key">The key, or null.</param>
/// <param name="Index">The list index from 0, where there is no key.</param>
internal readonly record struct PathStep(string? Key, int Index);
