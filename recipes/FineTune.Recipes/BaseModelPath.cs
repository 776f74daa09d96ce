namespace FineTune.Recipes;

/// <summary>How an adapter names its base model: relative to the working directory where it lies below it, so that a
/// project can be moved as a whole, and absolute elsewhere.</summary>
internal static class BaseModelPath
{
    /// <summary>The path to write into <c>base_model_name_or_path</c>.</summary>
    public static string ToWrite(string path)
    {
        var relative = Path.GetRelativePath(Directory.GetCurrentDirectory(), path);
        return relative.StartsWith("..", StringComparison.Ordinal) ? Path.GetFullPath(path) : relative.Replace('\\', '/');
    }

    /// <summary>Finds what an adapter names: in the working directory, or in a folder above the adapter.</summary>
    /// <returns>Null if it is in neither.</returns>
    public static string? Find(string written, string adapterFolder)
    {
        if (written.Length == 0)
        {
            return null;
        }
        for (var folder = Path.GetDirectoryName(Path.GetFullPath(adapterFolder));
            folder is not null;
            folder = Path.GetDirectoryName(folder))
        {
            var candidate = Path.Combine(folder, written);
            if (Directory.Exists(candidate))
            {
                return candidate;
            }
        }
        return Directory.Exists(written) ? Path.GetFullPath(written) : null;
    }
}
