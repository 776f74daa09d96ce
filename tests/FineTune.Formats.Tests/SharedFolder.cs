namespace FineTune.Formats.Tests;

/// <summary>The folder of reference files beside the repository, which is not everywhere.</summary>
internal static class SharedFolder
{
    /// <summary>A path in it; skips the test where the folder is absent.</summary>
    public static string Require(string relative)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var path = Path.Combine(folder.FullName, "shared", relative);
            if (Path.Exists(path))
            {
                return path;
            }
        }

        throw new SkipException($"shared/{relative} is not beside the repository.");
    }
}
