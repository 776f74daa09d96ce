namespace FineTune.Recipes;

/// <summary>Folders that a verb is to make.</summary>
internal static class OutputFolder
{
    /// <summary>Checks that a folder can be made without losing anything.</summary>
    /// <exception cref="RecipeException">A file or a filled folder is in its place.</exception>
    public static void RequireFree(string path)
    {
        if (File.Exists(path))
        {
            throw RecipeException.OutputIsFile(path);
        }
        if (Directory.Exists(path) && Directory.EnumerateFileSystemEntries(path).Any())
        {
            throw RecipeException.OutputExists(path);
        }
    }
}
